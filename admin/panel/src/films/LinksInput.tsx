import { Box, Button, FormHelperText, Stack, Typography } from '@mui/material';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useController, useFormContext } from 'react-hook-form';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Link } from '../api/types.ts';
import { isLinks, isOrdered } from '../saving/values.ts';
import { LinkChip } from './LinkChip.tsx';
import { LinkSearch } from './LinkSearch.tsx';
import { moved } from './order.ts';
import { useDrag } from './useDrag.ts';

export type LinkField = 'genres' | 'actors' | 'directors' | 'writers';

interface LinksInputProps {
  source: LinkField;
  /** Where they are looked up, and made. */
  resource: 'genres' | 'persons';
}

interface Said {
  text: string;
  wrong?: boolean;
  /** Was made just now, so that it can be unmade. */
  made?: Link;
}

/** The genres of a film, or its people in one role in their order: each once, found by name or made in place. */
export function LinksInput({ source, resource }: LinksInputProps) {
  const translate = useTranslate();
  const client = useClient();
  const label = useId();
  const group = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const typed = useRef('');
  const { trigger } = useFormContext();
  const { field, fieldState } = useController<Record<string, unknown>>({
    name: source,
    defaultValue: [],
    // A name that was typed and not chosen would be lost without a word.
    rules: { validate: () => typed.current === '' || translate('saving.links.unchosen', { text: typed.current }) },
  });
  const [said, setSaid] = useState<Said>({ text: '' });
  const focusNext = useFocus(group, field.value);
  const links = isLinks(field.value) ? field.value : [];
  const disabled = field.disabled === true;
  const error = fieldState.error?.message;

  const add = (link: Link, made: boolean) => {
    const name = link.name ?? link.id;
    if (links.some(({ id }) => id === link.id)) {
      setSaid({ text: translate(`saving.links.twice.${source}`, { name }), wrong: true });
      return;
    }
    field.onChange([...links, link]);
    setSaid(made ? { text: translate(`saving.links.made.${resource}`, { name }), made: link } : { text: '' });
  };
  const remove = (link: Link, text = translate('saving.links.gone', { name: link.name ?? link.id })) => {
    const at = links.findIndex(({ id }) => id === link.id);
    const next = links[at + 1];
    focusNext(next === undefined ? 'input' : `[data-link="${next.id}"] [data-remove]`);
    field.onChange(links.filter(({ id }) => id !== link.id));
    setSaid({ text });
  };
  const move = (from: number, to: number) => {
    const link = links[from];
    if (link === undefined) return;
    focusNext(`[data-link="${link.id}"] [data-place]`);
    field.onChange(moved(links, from, to));
    setSaid({ text: translate('saving.links.moved', { name: link.name ?? link.id, place: to + 1, of: links.length }) });
  };
  const unmake = async (link: Link) => {
    try {
      await client.send(`/api/admin/${resource}/${link.id}`, { method: 'DELETE', version: 1 });
      remove(link, translate('saving.links.unmade', { name: link.name ?? link.id }));
    } catch (failure) {
      setSaid({ text: inWords(failure), wrong: true });
    }
  };
  const { drop, handle } = useDrag(list, move);
  const isMovable = isOrdered(source) && !disabled && links.length > 1;
  const gapOf = (at: number) => (drop?.gap === at ? 'before' : drop?.gap === links.length && at === links.length - 1 ? 'after' : undefined);
  const { made } = said;
  return (
    <Box ref={group} role="group" aria-labelledby={label} sx={{ minWidth: 0 }}>
      <Typography id={label} variant={source === 'genres' ? 'h2' : 'h3'} component={source === 'genres' ? 'h2' : 'h3'} sx={{ mb: 0.75 }}>
        {translate(`resources.films.fields.${source}`)}
      </Typography>
      {links.length === 0 ? (
        <Typography variant="body2" sx={{ color: 'text.secondary', fontStyle: 'italic', mb: 0.75 }}>
          {translate(source === 'genres' ? 'saving.links.empty_genres' : 'saving.links.empty')}
        </Typography>
      ) : (
        <Stack ref={list} component="ul" direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: 0.75, listStyle: 'none', m: 0, mb: 1, p: 0 }}>
          {links.map((link, at) => (
            <LinkChip
              key={link.id}
              link={link}
              resource={resource}
              onRemove={disabled ? undefined : remove}
              place={isMovable ? { at, of: links.length, onMove: (to) => { move(at, to); }, handle: handle(at) } : undefined}
              gap={gapOf(at)}
              lifted={drop?.from === at}
            />
          ))}
        </Stack>
      )}
      {!disabled && (
        <LinkSearch
          label={translate(`saving.links.add.${source}`)}
          resource={resource}
          chosen={links}
          invalid={error !== undefined}
          describedBy={`${label}-said`}
          onChoose={add}
          onBlur={field.onBlur}
          onText={(text) => {
            typed.current = text.trim();
            if (fieldState.error?.type === 'validate') void trigger(source);
          }}
          onFail={(text) => {
            setSaid({ text, wrong: true });
          }}
        />
      )}
      <FormHelperText id={`${label}-said`} role="status" error={error !== undefined || said.wrong === true}>
        {error ?? said.text}
      </FormHelperText>
      {made !== undefined && fieldState.isDirty /* once saved, it is part of the film */ && (
        <Button size="small" onClick={() => void unmake(made)}>
          {translate('saving.links.undo', { name: made.name })}
        </Button>
      )}
    </Box>
  );
}

/** What is named to the function is focused once `value` has changed: what had the focus may be gone, or stand elsewhere. */
function useFocus(group: RefObject<HTMLElement | null>, value: unknown): (selector: string) => void {
  const wanted = useRef('');
  useEffect(() => {
    if (wanted.current !== '') group.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = '';
  }, [group, value]);
  return (selector) => {
    wanted.current = selector;
  };
}
