import { Box, FormHelperText, Stack, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useController } from 'react-hook-form';
import type { Link } from '../api/types.ts';
import { isLinks } from '../saving/values.ts';
import { LinkChip } from './LinkChip.tsx';
import { LinkSearch } from './LinkSearch.tsx';

export type LinkField = 'genres' | 'actors' | 'directors' | 'writers';

interface LinksInputProps {
  source: LinkField;
  /** Where they are looked up, and made. */
  resource: 'genres' | 'persons';
}

/** The genres of a film, or its people in one role: each once, found by name or made in place. */
export function LinksInput({ source, resource }: LinksInputProps) {
  const translate = useTranslate();
  const label = useId();
  const { field, fieldState } = useController<Record<string, unknown>>({ name: source, defaultValue: [] });
  const [said, setSaid] = useState<{ text: string; wrong: boolean }>({ text: '', wrong: false });
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
    setSaid({ text: made ? translate(`saving.links.made.${resource}`, { name }) : '', wrong: false });
  };
  const remove = (link: Link) => {
    field.onChange(links.filter(({ id }) => id !== link.id));
    setSaid({ text: translate('saving.links.gone', { name: link.name ?? link.id }), wrong: false });
  };
  return (
    <Box role="group" aria-labelledby={label} sx={{ minWidth: 0 }}>
      <Typography id={label} variant={source === 'genres' ? 'h2' : 'h3'} component={source === 'genres' ? 'h2' : 'h3'} sx={{ mb: 0.75 }}>
        {translate(`resources.films.fields.${source}`)}
      </Typography>
      {links.length === 0 ? (
        <Typography variant="body2" sx={{ color: 'text.secondary', fontStyle: 'italic', mb: 0.75 }}>
          {translate(source === 'genres' ? 'saving.links.empty_genres' : 'saving.links.empty')}
        </Typography>
      ) : (
        <Stack component="ul" direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: 0.75, listStyle: 'none', m: 0, mb: 1, p: 0 }}>
          {links.map((link) => (
            <LinkChip key={link.id} link={link} resource={resource} onRemove={disabled ? undefined : remove} />
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
          onFail={(text) => {
            setSaid({ text, wrong: true });
          }}
        />
      )}
      <FormHelperText id={`${label}-said`} role="status" error={error !== undefined || said.wrong}>
        {error ?? said.text}
      </FormHelperText>
    </Box>
  );
}
