// @vitest-environment jsdom
import { localStorageStore } from 'react-admin';
import { beforeEach, expect, it } from 'vitest';
import { panelStore } from './store.ts';

beforeEach(() => {
  localStorage.clear();
});

const opened = () => {
  const store = panelStore();
  store.setup();
  return store;
};

it('keeps for the next visit what was chosen, and no selection', () => {
  const before = opened();
  before.setItem('theme', 'dark');
  before.setItem('films.selectedIds', ['a']);
  before.setItem('films.selectedFilter', { q: 'a' });
  expect(before.getItem('films.selectedIds')).toEqual(['a']);
  const after = opened();
  expect(after.getItem('theme')).toBe('dark');
  expect(after.getItem('films.selectedIds', [])).toEqual([]);
  expect(after.getItem('films.selectedFilter')).toBeUndefined();
});

it('lets go of a selection that was once kept', () => {
  const kept = localStorageStore(undefined, 'walcast');
  kept.setup();
  kept.setItem('films.selectedIds', ['a']);
  expect(opened().getItem('films.selectedIds')).toBeUndefined();
  expect(kept.getItem('films.selectedIds')).toBeUndefined();
});

it('tells who listens, of either kind', () => {
  const store = opened();
  const told: unknown[] = [];
  const listen = (value: unknown) => {
    told.push(value);
  };
  store.subscribe('films.selectedIds', listen);
  store.subscribe('theme', listen);
  store.setItem('films.selectedIds', ['b']);
  store.setItem('theme', 'light');
  expect(told).toEqual([['b'], 'light']);
});
