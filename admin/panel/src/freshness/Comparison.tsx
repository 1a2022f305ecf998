import { Box, Card, FormControlLabel, Stack, Switch, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Line, type Row, rowsOf } from './documents.ts';
import type { Freshness, Resource } from './types.ts';
import type { Translate } from './words.ts';

/** Both documents side by side. A difference is said in words and marked by a bar; on a phone each field is a block. */
export function Comparison({ resource, freshness }: { resource: Resource; freshness: Freshness }) {
  const translate = useTranslate();
  const [only, setOnly] = useState(false);
  const rows = rowsOf(freshness).filter(({ difference }) => !only || difference !== 'same');
  const text = (name: string) => translate(`freshness.page.${name}`);
  return (
    <Card component="section" aria-label={text('comparison')}>
      <Stack direction="row" sx={{ px: 2, pt: 1.5, alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Typography variant="h3" component="h2">
          {text('comparison')}
        </Typography>
        <FormControlLabel
          control={
            <Switch
              checked={only}
              onChange={(event) => {
                setOnly(event.target.checked);
              }}
            />
          }
          label={text('only')}
          sx={{ mr: 0 }}
        />
      </Stack>
      {rows.length === 0 ? (
        <Typography sx={{ px: 2, pb: 2.5, color: 'text.secondary' }}>{text('none_differs')}</Typography>
      ) : (
        <Table sx={(theme) => ({ tableLayout: 'fixed', '& td, & th': { verticalAlign: 'top' }, [theme.breakpoints.down('md')]: blocks })}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: '22%', borderLeft: '4px solid transparent' }}>{text('field')}</TableCell>
              <TableCell>{text('database')}</TableCell>
              <TableCell>{text('index')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <FieldRow key={row.field} row={row} label={fieldText(resource, row.field, translate)} />
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

/** On a narrow screen: each field with its two values beneath one another. */
const blocks = {
  '&, & tbody, & tr, & td, & th': { display: 'block' },
  '& thead': { display: 'none' },
  '& tbody th, & td': { borderBottom: 0, pb: 0.5 },
  '& tr': { borderTop: 1, borderColor: 'divider', py: 0.5 },
} as const;

const marks = { same: 'transparent', changed: 'secondary.main', added: 'success.main', removed: 'error.main' } as const;

function FieldRow({ row, label }: { row: Row; label: string }) {
  const translate = useTranslate();
  const { difference } = row;
  const same = difference === 'same';
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ borderLeft: '4px solid', borderLeftColor: marks[difference], color: 'text.primary' }}>
        <Box sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>{label}</Box>
        <Typography variant="caption" sx={{ color: same ? 'text.secondary' : 'text.primary' }}>
          {translate(`freshness.page.${difference}`)}
        </Typography>
      </TableCell>
      <Value side="database" lines={row.database} marked={!same} />
      <Value side="index" lines={row.index} marked={!same} />
    </TableRow>
  );
}

interface ValueProps {
  side: 'database' | 'index';
  lines: Line[] | undefined;
  marked: boolean;
}

function Value({ side, lines, marked }: ValueProps) {
  const translate = useTranslate();
  const quiet = (name: string) => (
    <Typography component="span" variant="body2" sx={{ color: 'text.secondary', fontStyle: 'italic' }}>
      {translate(`freshness.page.${name}`)}
    </Typography>
  );
  const many = (lines?.length ?? 0) > 1;
  return (
    <TableCell>
      <Typography component="span" variant="caption" sx={{ display: { xs: 'block', md: 'none' }, color: 'text.secondary' }}>
        {translate(`freshness.page.${side}`)}
      </Typography>
      {lines === undefined ? quiet('absent') : lines.length === 0 ? quiet('empty') : null}
      {lines?.map(({ text, alone }, at) => (
        <Box key={`${at} ${text}`} sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
          {alone && marked ? (
            <Box component={side === 'database' ? 'ins' : 'del'} sx={{ textDecoration: 'none', bgcolor: 'action.selected', borderRadius: 0.5, px: 0.5, mx: -0.5 }}>
              {text}
            </Box>
          ) : (
            text
          )}
          {alone && marked && many && (
            <Typography component="span" variant="caption" sx={{ color: 'text.secondary' }}>
              {' — '}
              {translate(`freshness.page.${side === 'database' ? 'item_added' : 'item_removed'}`)}
            </Typography>
          )}
        </Box>
      ))}
    </TableCell>
  );
}

/** The field's name in the form, with the name it has in the document where there is none. */
function fieldText(resource: Resource, field: string, translate: Translate): string {
  const source = field === 'imdb_rating' ? 'rating' : field;
  return translate(`freshness.page.fields.${source}`, { _: translate(`resources.${resource}.fields.${source}`, { _: field }) });
}
