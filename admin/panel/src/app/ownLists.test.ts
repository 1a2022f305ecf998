import { type AuthProvider, memoryStore } from 'react-admin';
import { expect, it } from 'vitest';
import type { Client } from '../api/client.ts';
import { ownLists } from './ownLists.ts';

const auth = { checkAuth: () => Promise.resolve() } as unknown as AuthProvider;
const clientOf = (id: string) => ({ session: () => Promise.resolve({ id }) }) as unknown as Client;

it('forgets what another user was shown, and keeps the rest', async () => {
  const store = memoryStore({});
  store.setup();
  await ownLists(auth, clientOf('ada'), store).checkAuth({});
  store.setItem('films.listParams', { filter: { q: 'a' } });
  store.setItem('films.selectedIds', ['1']);
  store.setItem('theme', 'dark');
  await ownLists(auth, clientOf('ada'), store).checkAuth({});
  expect(store.getItem('films.listParams')).toEqual({ filter: { q: 'a' } });
  await ownLists(auth, clientOf('bob'), store).checkAuth({});
  expect(store.getItem('films.listParams')).toBeUndefined();
  expect(store.getItem('films.selectedIds')).toBeUndefined();
  expect(store.getItem('theme')).toBe('dark');
});

it('says as before that nobody is signed in', async () => {
  const refusing = { checkAuth: () => Promise.reject(new Error('nobody')) } as unknown as AuthProvider;
  await expect(ownLists(refusing, clientOf('ada'), memoryStore({})).checkAuth({})).rejects.toThrow('nobody');
});
