import AddIcon from '@mui/icons-material/AddOutlined';
import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Link } from '../api/types.ts';
import { called, captions, type Choosable, having, offered } from './choosable.ts';
import { Namesake } from './Namesake.tsx';
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
  /** What stands in it and is not chosen yet. */
  onText: (text: string) => void;
}

/** Finds by a part of the name, and makes what is not there. Stays where it is, ready for the next one. */
export function LinkSearch({ label, resource, chosen, invalid, describedBy, onChoose, onFail, onBlur, onText }: LinkSearchProps) {
  const client = useClient();
  const find = async (q: string, most: number, signal?: AbortSignal) => {
    const answer = await client.send<Record<string, string>[]>(`/api/admin/${resource}`, { query: { q, _start: 0, _end: most }, signal });
    return answer.data.map((record): Link => ({ id: record.id ?? '', name: record[captions[resource]] }));
  };
  const queries = useQueryClient();
  const translate = useTranslate();
  const [text, writeText] = useState('');
  const [asked, setAsked] = useState<{ name: string; known: Link[] }>();
  // Since the last letter somebody has gone to the list: what is highlighted was not highlighted by itself alone.
  const arrived = useRef(false);
  const [open, setOpen] = useState(false);
  const name = useCalm(text.trim(), 180);
  // Of genres there are few: they are shown at once. Of people one has to say something.
  const asks = open && (resource === 'genres' || name !== '');
  const { data, isFetching, error } = useQuery({
    queryKey: [resource, 'links', name],
    enabled: asks,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => find(name, name === '' ? 50 : 12, signal),
  });
  const isSettled = text.trim() === name && !isFetching;
  const options = asks ? offered(resource, isSettled ? (data ?? []) : having(data ?? [], text), isSettled ? name : '') : [];

  const setText = (value: string) => {
    arrived.current = false;
    writeText(value);
    onText(value);
  };
  const take = (link: Link) => {
    setAsked(undefined);
    setText('');
    onChoose(link, false);
  };
  const choose = async (_: SyntheticEvent, option: Choosable | null) => {
    if (option === null) return;
    if (option.kind === 'known') {
      take(option.link);
      return;
    }
    try {
      const known = called(await find(option.name, 500), option.name);
      const [one] = known;
      if (one === undefined) await make(option.name);
      else if (resource === 'genres') take(one); // there is no second one
      else setAsked({ name: option.name, known });
    } catch (failure) {
      onFail(inWords(failure));
    }
  };
  const make = async (full: string) => {
    setAsked(undefined);
    setText('');
    try {
      const { data: record } = await client.send<{ id: string }>(`/api/admin/${resource}`, { method: 'POST', body: { [captions[resource]]: full } });
      onChoose({ id: record.id, name: full }, true);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === resource && queryKey[1] !== 'getOne' });
    } catch (failure) {
      onFail(inWords(failure));
    }
  };
  // One step down leads to the first match, though it is highlighted already, and not past all matches to a new one.
  const stopAtMatch = (event: KeyboardEvent & { defaultMuiPrevented?: boolean }) => {
    if (event.key !== 'ArrowDown' || !open || arrived.current) return;
    arrived.current = true;
    event.defaultMuiPrevented = options[0]?.kind === 'known' && options[1]?.kind === 'new';
  };
  return (
    <>
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
        disableListWrap
        clearOnBlur={false}
        onKeyDown={stopAtMatch}
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
      {asked !== undefined && (
        <Namesake
          {...asked}
          onChoose={take}
          onMake={() => void make(asked.name)}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </>
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
