import { Component, type ComponentType, createElement, type FunctionComponent, lazy, type ReactNode, useCallback, useState } from 'react';
import { ChunkFailure } from './ChunkFailure.tsx';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** The code of a page has not come: whatever the browser says about that, people are told something better. */
class ChunkError extends Error {}

const attempt = <Props,>(load: Load<Props>) =>
  lazy<ComponentType<Props>>(() =>
    load().catch((cause: unknown) => {
      throw new ChunkError('the code of the page has not come', { cause });
    }),
  );

/**
 * A page whose code is loaded when it is first shown. Where that fails, its place says so and goes on by itself once
 * the server answers.
 */
export function chunk<Props extends object>(load: Load<Props>): FunctionComponent<Props> {
  // What has come stays for the next time that the page is shown; what has failed is tried anew then.
  const latest = { content: attempt(load), failed: false };
  const renewed = () => {
    if (latest.failed) Object.assign(latest, { content: attempt(load), failed: false });
    return latest.content;
  };

  return function Chunk(props: Props) {
    const [Content, setContent] = useState(renewed);
    const [count, setCount] = useState(0);
    const again = useCallback(() => {
      setContent(renewed);
      setCount((before) => before + 1);
    }, []);
    return (
      <Boundary
        key={count}
        failed={() => {
          latest.failed = true;
        }}
        fallback={<ChunkFailure tried={count > 0} again={again} />}
      >
        {createElement(Content as ComponentType<Props>, props)}
      </Boundary>
    );
  };
}

interface BoundaryProps {
  failed: () => void;
  fallback: ReactNode;
  children: ReactNode;
}

/** Other errors are for who stands around. */
class Boundary extends Component<BoundaryProps, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof ChunkError) this.props.failed();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (error instanceof ChunkError) return this.props.fallback;
    throw error;
  }
}
