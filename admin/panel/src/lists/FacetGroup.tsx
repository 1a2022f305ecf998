import { Box, Button, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNumber } from '../ui/numbers.ts';

/** A part of the filters with its name. */
export function FacetGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 2.5, minWidth: 0 }}>
      <Typography component="legend" variant="overline" sx={{ p: 0, mb: 0.5, color: 'text.secondary' }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}

export interface FacetValue {
  value: string;
  label: string;
  count?: number;
}

interface FacetValuesProps {
  values: readonly FacetValue[];
  chosen: readonly string[];
  onToggle: (value: string) => void;
}

const atFirst = 10;

/** Values to tick, with how many records each would give; the first ones, and all of them on demand. */
export function FacetValues({ values, chosen, onToggle }: FacetValuesProps) {
  const translate = useTranslate();
  const number = useNumber();
  const [all, setAll] = useState(false);
  const more = values.length > atFirst + 1;
  const shown = all || !more ? values : values.filter(({ value }, at) => at < atFirst || chosen.includes(value));
  return (
    <>
      {shown.map(({ value, label, count }) => (
        <FormControlLabel
          key={value}
          sx={{ display: 'flex', mx: 0, borderRadius: 1, '&:hover': { bgcolor: 'action.hover' }, '& .MuiFormControlLabel-label': { flex: 1, minWidth: 0 } }}
          control={
            <Checkbox
              size="small"
              sx={{ p: 0.5, mr: 0.5 }}
              checked={chosen.includes(value)}
              onChange={() => {
                onToggle(value);
              }}
            />
          }
          label={
            <Box component="span" sx={{ display: 'flex', gap: 1, pr: 0.5 }}>
              <Typography component="span" variant="body2" noWrap sx={{ flex: 1 }}>
                {label}
              </Typography>
              {count !== undefined && (
                <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
                  {number(count)}
                </Typography>
              )}
            </Box>
          }
        />
      ))}
      {more && (
        <Button
          size="small"
          aria-expanded={all}
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? translate('lists.filters.fewer') : translate('lists.filters.all', { count: number(values.length) })}
        </Button>
      )}
    </>
  );
}
