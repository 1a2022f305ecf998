import { Box, Button, Stack } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { AskButton } from '../ui/AskButton.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';
import { acceptOf, type FileKind, type FilmFile, placeOf } from './choosing.ts';
import { filesOf } from './useUpload.ts';

interface FileButtonsProps {
  film: string;
  kind: FileKind;
  file: FilmFile | undefined;
  changes: boolean;
  busy: boolean;
  onChoose: (file: File) => void;
}

/** What can be done with the place of a file. */
export function FileButtons({ film, kind, file, changes, busy, onChoose }: FileButtonsProps) {
  const translate = useTranslate();
  const client = useClient();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const place = placeOf(film, kind.kind);
  const remove = async () => {
    await client.send(place, { method: 'DELETE' });
    await queries.invalidateQueries({ queryKey: filesOf(film) });
  };
  const called = translate(`files.kinds.${kind.kind}`);
  return (
    <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: 1, mt: 1.5, '&:empty': { display: 'none' } }}>
      {changes && (
        <Button variant={file === undefined ? 'contained' : 'outlined'} size="small" disabled={busy} onClick={() => input.current?.click()}>
          {translate(file === undefined ? 'files.choose' : 'files.replace')}
        </Button>
      )}
      {file !== undefined && (
        <Button size="small" variant="outlined" href={`${place}?download=true`} download={file.name}>
          {translate('files.download')}
        </Button>
      )}
      {changes && file !== undefined && (
        <AskButton
          size="small"
          color="error"
          disabled={busy}
          dialog={(close) => (
            <FormDialog
              title={translate(`files.ask.${kind.kind}`)}
              text={translate('files.ask.text', { name: file.name })}
              action={translate('files.delete')}
              dangerous
              onClose={close}
              onSubmit={async () => {
                await remove();
                close();
              }}
            />
          )}
        >
          {translate('files.delete')}
        </AskButton>
      )}
      {changes && (
        <Box
          component="input"
          type="file"
          ref={input}
          accept={acceptOf(kind)}
          aria-label={translate('files.file_of', { kind: called })}
          tabIndex={-1}
          sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen !== undefined) onChoose(chosen);
            event.target.value = ''; // the same file once more is a choice too
          }}
        />
      )}
    </Stack>
  );
}
