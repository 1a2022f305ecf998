import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { useDrag } from './useDrag.ts';

interface Handlers {
  onPointerDown: (event: object) => void;
  onPointerMove: (event: object) => void;
  onPointerUp: () => void;
  onKeyDown: (event: object) => void;
}

/** The handlers of the third of three chips in a line, on a page that never comes to showing anything anew. */
function third() {
  const move = vi.fn();
  const children = [0, 110, 220].map((left) => ({ getBoundingClientRect: () => ({ left, right: left + 100, top: 0, bottom: 30 }) }));
  let handlers: object = {};
  function Page() {
    handlers = useDrag({ current: { children } as unknown as HTMLElement }, move).handle(2);
    return null;
  }
  renderToStaticMarkup(createElement(Page));
  return { move, ...(handlers as Handlers) };
}

const press = { button: 0, pointerId: 1, clientX: 230, clientY: 15, currentTarget: { setPointerCapture: () => undefined } };

it('drops where the pointer was last, though that is not shown yet', () => {
  const { move, onPointerDown, onPointerMove, onPointerUp } = third();
  onPointerDown(press);
  onPointerMove({ clientX: 150, clientY: 15 });
  onPointerMove({ clientX: 10, clientY: 15 });
  onPointerUp();
  expect(move.mock.calls).toEqual([[2, 0]]);
});

it('moves nothing after Escape, nor where it was only pressed', () => {
  const { move, onPointerDown, onPointerMove, onPointerUp, onKeyDown } = third();
  onPointerDown(press);
  onPointerMove({ clientX: 10, clientY: 15 });
  onKeyDown({ key: 'Escape' });
  onPointerUp();
  onPointerDown(press);
  onPointerUp();
  expect(move).not.toHaveBeenCalled();
});
