import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';

export interface Command {
  /** Below /api/ops. */
  path: string;
  body?: object;
  /** What is said once it is done: a text below operations.done. */
  done: string;
  values?: Record<string, string>;
}

/** Asks something of the stream; throws RequestError where it is refused. Both are in the history then. */
export function useCommand(): (command: Command) => Promise<void> {
  const client = useClient();
  const notify = useNotify();
  const queries = useQueryClient();
  return async ({ path, body = {}, done, values }) => {
    try {
      await client.send(`/api/ops/${path}`, { method: 'POST', body });
      notify(`operations.done.${done}`, { type: 'success', messageArgs: values });
    } finally {
      void queries.invalidateQueries({ queryKey: ['operations', 'audit'] });
    }
  };
}
