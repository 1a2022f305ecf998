// A save in words.
import type { Mark, Save } from './saves.ts';
import { durationText } from './duration.ts';

export type Translate = (key: string, options?: Record<string, unknown>) => string;

/** "Solaris", "25 films", "A film". */
export function nameOf({ caption, count, resource }: Save, translate: Translate): string {
  if (count > 1) return translate(`freshness.record.${resource}.many`, { smart_count: count });
  return caption === '' ? translate(`freshness.record.${resource}.one`) : caption;
}

/** "Searchable after 0.4 sec". */
export function markText({ kind, mark }: Save, translate: Translate, locale: string): string {
  switch (mark.state) {
    case 'saved':
      return translate(`freshness.mark.${kind}`);
    case 'held':
      return translate(kind === 'deleted' ? 'freshness.mark.held_deleted' : 'freshness.mark.held');
    default:
      return mark.afterMs === null
        ? translate(`freshness.mark.${mark.state}`)
        : translate(`freshness.mark.${mark.state}_after`, { time: durationText(mark.afterMs, locale) });
  }
}

/** Why it is not found yet, and what to do; '' where there is nothing to say. */
export function whyText(mark: Mark, translate: Translate): string {
  if (mark.state !== 'held') return '';
  return `${mark.why === '' ? translate('freshness.held.unknown') : mark.why} ${translate('freshness.held.hint')}`;
}
