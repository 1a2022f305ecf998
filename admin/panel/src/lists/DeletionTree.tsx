import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import type { components } from '../api/types.ts';

export type Deletion = components['schemas']['Deletion'];
type Names = components['schemas']['DeletionNames'];

const indices = ['movies', 'genres', 'persons'] as const;

/** All that goes with a deletion, and which documents of the indices change with it. */
export function DeletionTree({ deletion: { objects, links, documents } }: { deletion: Deletion }) {
  const translate = useTranslate();
  const touched = indices.flatMap((index) => {
    const { removed, changed } = documents[index];
    return [
      { index, kind: 'removed', names: removed },
      { index, kind: 'changed', names: changed },
    ].filter(({ names }) => names.count > 0);
  });
  return (
    <Tree>
      <Branch title={translate('lists.deletion.objects', { smart_count: objects.count })} names={objects}>
        {links.length > 0 && (
          <Tree>
            <Branch title={translate('lists.deletion.links')}>
              <Tree>
                {links.map(({ table, role, count }) => (
                  <Branch key={`${table} ${role ?? ''}`} title={translate(`lists.deletion.tables.${role ?? table}`, { smart_count: count })} />
                ))}
              </Tree>
            </Branch>
          </Tree>
        )}
      </Branch>
      <Branch title={translate(touched.length > 0 ? 'lists.deletion.documents' : 'lists.deletion.no_documents')}>
        <Tree>
          {touched.map(({ index, kind, names }) => (
            <Branch key={index + kind} title={translate(`lists.deletion.${kind}`, { smart_count: names.count, index: translate(`lists.deletion.indices.${index}`) })} names={names} />
          ))}
        </Tree>
      </Branch>
    </Tree>
  );
}

function Tree({ children }: { children: ReactNode }) {
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, '& li': { mt: 0.75 }, '& li::marker': { color: 'text.secondary' } }}>
      {children}
    </Box>
  );
}

function Branch({ title, names, children }: { title: string; names?: Names; children?: ReactNode }) {
  const translate = useTranslate();
  const more = names === undefined ? 0 : names.count - names.names.length;
  return (
    <li>
      <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
        {title}
      </Typography>
      {names !== undefined && names.names.length > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {names.names.join(', ')}
          {more > 0 && ` ${translate('lists.deletion.more', { smart_count: more })}`}
        </Typography>
      )}
      {children}
    </li>
  );
}
