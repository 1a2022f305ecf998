import { describe, expect, it } from 'vitest';
import { type Messages, messages } from './messages.ts';

function texts(part: Messages, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...texts(value, `${prefix}${key}.`)],
    ),
  );
}

const [english, russian] = [texts(messages.en), texts(messages.ru)];

describe('the texts', () => {
  it('are the same in both languages', () => {
    const lacks = (some: Map<string, string>, other: Map<string, string>) => [...other.keys()].filter((key) => !some.has(key));
    expect(lacks(russian, english)).toEqual([]);
    // The one of react-admin has a text that no version asks for any longer.
    expect(lacks(english, russian).filter((key) => !key.startsWith('ra.'))).toEqual([]);
  });

  it('name the same values', () => {
    const named = (text: string | undefined) => [...new Set(text?.match(/%\{\w+\}/g))].sort();
    // The count stands in some forms of a word only.
    const differ = [...english].filter(
      ([key, text]) => !text.includes('||||') && named(text).join() !== named(russian.get(key)).join(),
    );
    expect(differ.map(([key]) => key).filter((key) => !key.startsWith('ra.'))).toEqual([]);
  });

  it('are not left empty', () => {
    expect([...english, ...russian].filter(([key, text]) => text.trim() === '' && !key.startsWith('ra.'))).toEqual([]);
  });

  it('have three forms in Russian where English has two', () => {
    const wrong = [...english].filter(
      ([key, text]) => !key.startsWith('ra.') && text.split('||||').length === 2 && russian.get(key)?.split('||||').length !== 3,
    );
    expect(wrong).toEqual([]);
  });
});
