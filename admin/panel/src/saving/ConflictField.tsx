import { Box, FormControlLabel, Radio, RadioGroup, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useTranslate } from 'react-admin';
import type { Link } from '../api/types.ts';
import { FieldValue } from '../ui/FieldValue.tsx';
import { LinksDiff } from '../ui/LinksDiff.tsx';
import { bothLists, type Choice, type FieldMerge } from './merge.ts';
import { isOrdered, linksChange } from './values.ts';

interface ConflictFieldProps {
  resource: string;
  change: FieldMerge;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}

/** A field that both have changed: what it was, and the choice. */
export function ConflictField({ resource, change, choice, onChoose }: ConflictFieldProps) {
  const translate = useTranslate();
  const title = useId();
  const { field, was, mine, theirs, isList } = change;
  const offered: { choice: Choice; value: unknown }[] = [
    ...(isList ? [{ choice: 'both' as const, value: bothLists(was, mine, theirs, isOrdered(field)) }] : []),
    { choice: 'mine', value: mine },
    { choice: 'theirs', value: theirs },
  ];
  return (
    <Box sx={{ border: 1, borderColor: choice === undefined ? 'warning.main' : 'divider', borderRadius: 1, p: 2, mb: 1.5 }}>
      <Typography id={title} variant="h3" component="h3">
        {translate(`resources.${resource}.fields.${field}`)}
      </Typography>
      <Box sx={{ mt: 1, mb: 1.5 }}>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {translate('saving.conflict.was')}
        </Typography>
        <FieldValue field={field} value={was} />
      </Box>
      <RadioGroup aria-labelledby={title} value={choice ?? ''} onChange={(_, value) => { onChoose(value as Choice); }} sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', sm: `repeat(${offered.length}, 1fr)` } }}>
        {offered.map((one) => (
          <FormControlLabel
            key={one.choice}
            value={one.choice}
            control={<Radio size="small" sx={{ mt: -0.5 }} />}
            disableTypography
            sx={{ alignItems: 'flex-start', m: 0, p: 1, pt: 1.25, borderRadius: 1, bgcolor: choice === one.choice ? 'action.selected' : 'action.hover' }}
            label={
              <Stack sx={{ minWidth: 0, gap: 0.5 }}>
                <Typography variant="body2" sx={{ fontWeight: 'fontWeightMedium' }}>
                  {translate(`saving.conflict.${one.choice}`)}
                </Typography>
                <Change field={field} was={was} value={one.value} isList={isList} />
              </Stack>
            }
          />
        ))}
      </RadioGroup>
    </Box>
  );
}

/** A field that one side changed, or both to the same. */
export function MergedField({ resource, change }: { resource: string; change: FieldMerge }) {
  const translate = useTranslate();
  const { field, was, mine, theirs, by, isList } = change;
  return (
    <Box sx={{ display: 'grid', gap: { xs: 0.5, sm: 2 }, gridTemplateColumns: { xs: '1fr', sm: '2fr 3fr 3fr' }, borderTop: 1, borderColor: 'divider', py: 1.25 }}>
      <Box>
        <Typography variant="body2" component="h4" sx={{ fontWeight: 'fontWeightMedium' }}>
          {translate(`resources.${resource}.fields.${field}`)}
        </Typography>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {translate(`saving.conflict.by_${by}`)}
        </Typography>
      </Box>
      <Labelled text={translate('saving.conflict.was')}>
        <FieldValue field={field} value={was} />
      </Labelled>
      <Labelled text={translate('saving.conflict.becomes')}>
        <Change field={field} was={was} value={by === 'me' ? mine : theirs} isList={isList} />
      </Labelled>
    </Box>
  );
}

function Labelled({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {text}
      </Typography>
      {children}
    </Box>
  );
}

/** A list as what came and went, anything else as it is. */
function Change({ field, was, value, isList }: { field: string; was: unknown; value: unknown; isList: boolean }) {
  if (!isList) return <FieldValue field={field} value={value} />;
  const { added, removed, order } = linksChange(was, value, isOrdered(field));
  if (added.length === 0 && removed.length === 0 && order === undefined) return <FieldValue field={field} value={value} />;
  const names = (links: readonly Link[]) => links.map(({ id, name }) => name ?? id);
  return <LinksDiff added={names(added)} removed={names(removed)} order={order && { before: names(order.before), after: names(order.after) }} />;
}
