// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Filter } from './filter.ts';
import { SearchBox } from './SearchBox.tsx';

const address = vi.hoisted<Record<'filter' | 'wanted', Filter>>(() => ({ filter: {}, wanted: {} }));
vi.mock('./useShown.ts', () => ({
  useFilter: () => [address.filter, (change: (filter: Filter) => Filter) => { address.wanted = change(address.filter); }],
}));
vi.mock('./ListSetup.ts', () => ({ useListSetup: () => ({ searchBox: { current: null } }) }));

let root: Root;
const input = () => document.querySelector('input') as HTMLInputElement;

function type(text: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input(), text);
    input().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** So long that what was typed is searched. */
function pause(): void {
  act(() => {
    vi.advanceTimersByTime(300);
  });
}

/** The address says so now. */
function follow(filter: Filter): void {
  address.filter = filter;
  act(() => {
    root.render(<SearchBox />);
  });
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  root = createRoot(document.body.appendChild(document.createElement('div')));
  follow({});
});

afterEach(() => {
  act(() => {
    root.unmount();
  });
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('keeps what is typed while the address follows what was typed before', () => {
  type('so');
  pause();
  expect(address.wanted).toEqual({ q: 'so' });
  type('sol');
  follow({ q: 'so' });
  expect(input().value).toBe('sol');
  pause();
  expect(address.wanted).toEqual({ q: 'sol' });
});

it('shows what the address says where that has changed by itself, and again', () => {
  type('so');
  pause();
  follow({ q: 'so' });
  follow({});
  expect(input().value).toBe('');
  follow({ q: 'so' });
  expect(input().value).toBe('so');
});
