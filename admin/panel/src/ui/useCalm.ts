import { useEffect, useState } from 'react';

/** `value` once it has stayed the same for `ms`. */
export function useCalm<T>(value: T, ms: number): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setCalm(value);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [value, ms]);
  return calm;
}
