import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { CanAccess, Title, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { Denied } from '../ui/Denied.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { HistoryRows } from './HistoryRows.tsx';
import type { HistoryFilter } from './useHistory.ts';
import { actionInWords, actions, kindInWords, kinds } from './words.ts';

const names = ['actor', 'object_type', 'action', 'from', 'to'] as const;

/** All that was changed by anybody, the newest first; the filters stand in the address. */
export default function HistoryPage() {
  const translate = useTranslate();
  return (
    <CanAccess resource="history" action="list" accessDenied={<Denied />}>
      <Title title={translate('history.title')} />
      <Page />
    </CanAccess>
  );
}

function Page() {
  const translate = useTranslate();
  const [query, setQuery] = useSearchParams();
  const filter: HistoryFilter = Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''] as const).filter(([, value]) => value !== ''));
  const page = Math.max(0, Math.trunc(Number(query.get('page') ?? '0')) || 0);
  const put = (name: string, value: string) => {
    setQuery(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        if (name !== 'page') before.delete('page');
        return before;
      },
      { replace: name !== 'page' },
    );
  };
  const choice = (name: 'object_type' | 'action', options: [string, string][]) => (
    <TextField select margin="none" label={translate(`history.filter.${name}`)} value={query.get(name) ?? ''} onChange={({ target }) => { put(name, target.value); }} slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}>
      <MenuItem value="">{translate('history.filter.any')}</MenuItem>
      {options.map(([value, text]) => (
        <MenuItem key={value} value={value}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
  const day = (name: 'from' | 'to') => (
    <TextField type="date" margin="none" label={translate(`history.filter.${name}`)} value={query.get(name) ?? ''} onChange={({ target }) => { put(name, target.value); }} slotProps={{ inputLabel: { shrink: true } }} />
  );
  return (
    <Box sx={{ mt: 1.5, maxWidth: 1100 }}>
      <Box role="search" aria-label={translate('history.filter.label')} sx={{ display: 'grid', gap: 1.5, mb: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(5, 1fr) auto' }, alignItems: 'center' }}>
        <Actor value={query.get('actor') ?? ''} onChange={(value) => { put('actor', value); }} />
        {choice('object_type', kinds.map((kind) => [kind, kindInWords(translate, kind)]))}
        {choice('action', actions.map((action) => [action, actionInWords(translate, action)]))}
        {day('from')}
        {day('to')}
        <Button disabled={Object.keys(filter).length === 0} onClick={() => { setQuery({}); }}>
          {translate('history.filter.clear')}
        </Button>
      </Box>
      <HistoryRows filter={filter} page={page} onPage={(next) => { put('page', String(next)); }} none={translate('history.none')} row={(item) => <HistoryRow key={item.seq} item={item} />} />
    </Box>
  );
}

/** Asked for with Enter, or when one goes on to something else. */
function Actor({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const translate = useTranslate();
  const [seen, setSeen] = useState(value);
  const [text, setText] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const commit = () => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <TextField
      margin="none"
      label={translate('history.filter.actor')}
      value={text}
      onChange={({ target }) => { setText(target.value); }}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 200 } }}
    />
  );
}
