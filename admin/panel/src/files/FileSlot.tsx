import { Alert, Box, Typography } from '@mui/material';
import { useId } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { figuresOf } from '../operations/figures.ts';
import { Said } from '../ui/Said.tsx';
import { useDrop } from '../ui/useDrop.ts';
import type { FileKind, FilmFile } from './choosing.ts';
import { typesInWords } from './choosing.ts';
import { FileButtons } from './FileButtons.tsx';
import { KeptFile } from './KeptFile.tsx';
import { UploadBar } from './UploadBar.tsx';
import { useUpload } from './useUpload.ts';

interface FileSlotProps {
  film: string;
  kind: FileKind;
  /** Undefined: the film has none of this kind. */
  file: FilmFile | undefined;
  /** Whoever sees it may change it. */
  changes: boolean;
}

/** The place of one kind of file: what is there, what is on its way, and what can be done. Takes what is dropped on it. */
export function FileSlot({ film, kind, file, changes }: FileSlotProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { bytes } = figuresOf(locale);
  const { uploading, failure, said, begin, cancel } = useUpload(film, kind, bytes);
  const id = useId();
  const { over, listeners } = useDrop(begin, changes && uploading === undefined);
  return (
    <Box
      role="group"
      aria-labelledby={id}
      {...listeners}
      sx={{ p: 2, border: '1px dashed', borderColor: over ? 'primary.main' : 'divider', borderRadius: 2, bgcolor: over ? 'action.selected' : undefined, minWidth: 0 }}
    >
      <Typography id={id} variant="h3" sx={{ mb: 1 }}>
        {translate(`files.kinds.${kind.kind}`)}
      </Typography>
      {file === undefined ? (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {translate('files.none')}
        </Typography>
      ) : (
        <KeptFile file={file} bytes={bytes} />
      )}
      {uploading !== undefined && <UploadBar uploading={uploading} bytes={bytes} onCancel={cancel} />}
      {failure !== undefined && (
        <Alert severity="error" role="alert" sx={{ mt: 1.5 }}>
          {failure}
        </Alert>
      )}
      <FileButtons film={film} kind={kind} file={file} changes={changes} busy={uploading !== undefined} onChoose={begin} />
      {changes && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1 }}>
          {translate('files.takes', { types: typesInWords(kind), most: bytes(kind.most_bytes) })}
        </Typography>
      )}
      <Said>{said}</Said>
    </Box>
  );
}
