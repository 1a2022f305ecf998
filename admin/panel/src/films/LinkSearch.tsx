import AddIcon from '@mui/icons-material/AddOutlined';
import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Link } from '../api/types.ts';
import { captions, type Choosable, offered } from './choosable.ts';
import { useCalm } from '../ui/useCalm.ts';

interface LinkSearchProps {
  label: string;
  resource: 'genres' | 'persons';
  chosen: readonly Link[];
  invalid: boolean;
  describedBy: string;
  onChoose: (link: Link, made: boolean) => void;
  /** Why one could not be made. */
  onFail: (text: string) => void;
  onBlur: () => void;
}

/** Finds by a part of the name, and makes what is not there. Stays where it is, ready for the next one. */
export function LinkSearch({ label, resource, chosen, invalid, describedBy, onChoose, onFail, onBlur }: LinkSearchProps) {
  const client = useClient();
  const queries = useQueryClient();
  const translate = useTranslate();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const name = useCalm(text.trim(), 180);
  // Of genres there are few: they are shown at once. Of people one has to say something.
  const asks = open && (resource === 'genres' || name !== '');
  const { data, isFetching, error } = useQuery({
    queryKey: [resource, 'links', name],
    enabled: asks,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { q: name, _start: 0, _end: name === '' ? 50 : 12 };
      const answer = await client.send<Record<string, string>[]>(`/api/admin/${resource}`, { query, signal });
      return answer.data.map((record): Link => ({ id: record.id ?? '', name: record[captions[resource]] }));
    },
  });
  const isSettled = text.trim() === name && !isFetching;
  const options = asks ? offered(resource, data ?? [], isSettled ? name : '') : [];

  const choose = async (_: SyntheticEvent, option: Choosable | null) => {
    if (option === null) return;
    setText('');
    if (option.kind === 'known') {
      onChoose(option.link, false);
      return;
    }
    try {
      const { data: record } = await client.send<{ id: string }>(`/api/admin/${resource}`, { method: 'POST', body: { [captions[resource]]: option.name } });
      onChoose({ id: record.id, name: option.name }, true);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === resource && queryKey[1] !== 'getOne' });
    } catch (failure) {
      onFail(inWords(failure));
    }
  };
  return (
    <Autocomplete<Choosable>
      value={null}
      inputValue={text}
      onInputChange={(_, value, reason) => {
        if (reason !== 'selectOption' && reason !== 'reset') setText(value);
      }}
      open={open}
      onOpen={() => { setOpen(true); }}
      onClose={() => { setOpen(false); }}
      options={options}
      filterOptions={(all) => all}
      getOptionLabel={(option) => (option.kind === 'known' ? (option.link.name ?? '') : option.name)}
      getOptionKey={(option) => (option.kind === 'known' ? option.link.id : 'new')}
      isOptionEqualToValue={() => false}
      onChange={(event, option) => void choose(event, option)}
      loading={asks && !isSettled}
      loadingText={translate('app.loading')}
      noOptionsText={error !== null ? inWords(error) : translate(asks ? 'saving.links.none' : 'saving.links.type')}
      autoHighlight
      disablePortal // within the page's landmarks
      forcePopupIcon={resource === 'genres'}
      renderOption={({ key, ...props }, option) => (
        <Box component="li" key={key} {...props} sx={{ gap: 1 }}>
          <Option option={option} resource={resource} isChosen={option.kind === 'known' && chosen.some(({ id }) => id === option.link.id)} />
        </Box>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          error={invalid}
          margin="none"
          onBlur={onBlur}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault(); // it chooses; it does not save the film
          }}
          slotProps={{ ...params.slotProps, htmlInput: { ...params.slotProps.htmlInput, 'aria-describedby': describedBy, maxLength: 200 } }}
        />
      )}
    />
  );
}

function Option({ option, resource, isChosen }: { option: Choosable; resource: 'genres' | 'persons'; isChosen: boolean }) {
  const translate = useTranslate();
  if (option.kind === 'new') {
    return (
      <>
        <AddIcon fontSize="small" sx={{ color: 'primary.main' }} />
        {translate(`saving.links.make.${resource}`, { name: option.name })}
      </>
    );
  }
  return (
    <>
      {option.link.name}
      {option.isTwin && (
        <Typography component="span" variant="caption" sx={{ color: 'text.secondary' }}>
          {option.link.id.slice(0, 8)}
        </Typography>
      )}
      {isChosen && (
        <Typography component="span" variant="caption" sx={{ color: 'text.secondary', ml: 'auto' }}>
          {translate('saving.links.there')}
        </Typography>
      )}
    </>
  );
}
