import { useMemo } from 'react';
import { useLocaleState } from 'react-admin';
import { type Figures, figuresOf } from './figures.ts';

export function useFigures(): Figures {
  const [locale] = useLocaleState();
  return useMemo(() => figuresOf(locale), [locale]);
}
