import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { isNothing } from '../saving/values.ts';
import { FieldValue } from '../ui/FieldValue.tsx';
import { LinksDiff } from '../ui/LinksDiff.tsx';
import type { FieldChange } from './types.ts';
import { fieldInWords, nameOf } from './words.ts';

/** What a change changed, a line for each field: before and after, or what came into a list and what went. */
export function FieldChanges({ kind, changes }: { kind: string; changes: readonly FieldChange[] }) {
  const translate = useTranslate();
  const shown = changes.filter((change) => isList(change) || !(isNothing(change.before) && isNothing(change.after)));
  if (shown.length === 0) {
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {translate('history.same')}
      </Typography>
    );
  }
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', columnGap: 2, rowGap: { xs: 0.25, sm: 0.75 }, gridTemplateColumns: { xs: '1fr', sm: '9rem minmax(0, 1fr)' } }}>
      {shown.map((change) => (
        <Box key={change.field} sx={{ display: 'contents' }}>
          <Typography component="dt" variant="body2" sx={{ color: 'text.secondary', pt: { xs: 0.5, sm: 0 } }}>
            {fieldInWords(translate, kind, change.field)}
          </Typography>
          <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
            {isList(change) ? <ListChange change={change} /> : <ValueChange change={change} />}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const isList = ({ added, removed }: FieldChange): boolean => added !== undefined || removed !== undefined;

/** Of what has no name here, films of a genre that was deleted, the number is told. */
function ListChange({ change: { added = [], removed = [], order, added_count, removed_count } }: { change: FieldChange }) {
  const [came, went] = [names(added), names(removed)];
  const more = { added: (added_count ?? added.length) - came.length, removed: (removed_count ?? removed.length) - went.length };
  const moved = order && { before: names(order.before), after: names(order.after), more: order.more };
  return <LinksDiff added={came} removed={went} more={more} order={moved} />;
}

const names = (elements: readonly unknown[]): string[] => elements.map(nameOf).filter((name) => name !== undefined);

function ValueChange({ change: { field, before, after } }: { change: FieldChange }) {
  const translate = useTranslate();
  if (isNothing(before)) return <FieldValue field={field} value={after} />;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
      <Box component="del" sx={{ color: 'text.secondary', textDecorationThickness: '1px' }}>
        <FieldValue field={field} value={before} />
      </Box>
      <Box component="span" role="img" aria-label={translate('history.becomes')} sx={{ color: 'text.secondary' }}>
        →
      </Box>
      <Box component="ins" sx={{ textDecoration: 'none' }}>
        <FieldValue field={field} value={after} />
      </Box>
    </Box>
  );
}
