import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Moment } from '../ui/Moment.tsx';
import { type FilmFile, placeOf } from './choosing.ts';

/** What the film has: a poster is shown; what it is called, how large it is, from whom and when. */
export function KeptFile({ file, bytes }: { file: FilmFile; bytes: (value: number) => string }) {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      {file.kind === 'poster' && (
        <Box
          component="img"
          src={`${placeOf(file.film_id, file.kind)}?sha256=${file.sha256}`}
          alt={translate('files.poster_of', { name: file.name })}
          sx={{ width: 112, height: 168, objectFit: 'contain', bgcolor: 'action.hover', borderRadius: 1, flexShrink: 0 }}
        />
      )}
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ overflowWrap: 'anywhere', fontWeight: 'fontWeightMedium' }}>{file.name}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {`${bytes(file.size)} · ${file.type}`}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {`${file.created_by} · `}
          <Moment value={file.created} />
        </Typography>
      </Box>
    </Box>
  );
}
