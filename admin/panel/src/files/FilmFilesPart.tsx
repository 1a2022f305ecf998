import { Alert, Box, LinearProgress } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useCanAccess, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { Section } from '../ui/Section.tsx';
import type { FilmFiles } from './choosing.ts';
import { FileSlot } from './FileSlot.tsx';
import { filesOf } from './useUpload.ts';

/** The poster and the video of a film, beside its form: what is done here is done at once. */
export function FilmFilesPart({ film }: { film: string }) {
  const client = useClient();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'films', action: 'save' });
  const { data, error } = useQuery({
    queryKey: filesOf(film),
    queryFn: async ({ signal }) => (await client.send<FilmFiles>(`/api/admin/films/${encodeURIComponent(film)}/files`, { signal })).data,
    meta: { quiet: true },
  });
  // The server keeps no files.
  if (data?.kinds.length === 0) return null;
  return (
    <Box sx={{ mt: 2 }}>
      <Section title={translate('files.title')} text={canAccess === true ? translate('files.at_once') : undefined}>
        {error !== null && <Alert severity="error">{inWords(error)}</Alert>}
        {data === undefined && error === null && <LinearProgress aria-label={translate('app.loading')} />}
        {data !== undefined && (
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
            {data.kinds.map((kind) => (
              <FileSlot key={kind.kind} film={film} kind={kind} file={data.files.find((file) => file.kind === kind.kind)} changes={canAccess === true} />
            ))}
          </Box>
        )}
      </Section>
    </Box>
  );
}
