import { useState } from 'react';

/**
 * Why the last question that came to an end was refused, null where it was answered. A query without data forgets its
 * error as soon as it asks again: what says so would come and go with each try.
 */
export function useSettledError({ error, isFetching }: { error: Error | null; isFetching: boolean }): Error | null {
  const [settled, setSettled] = useState(error);
  if (!isFetching && error !== settled) setSettled(error);
  return isFetching ? settled : error;
}
