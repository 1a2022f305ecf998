import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useRef } from 'react';
import { useTranslate } from 'react-admin';
import { useDrop } from '../ui/useDrop.ts';

interface ChooseFileProps {
  resource: string;
  onChoose: (file: File) => void;
}

/** Takes a file by a button, or dropped. */
export function ChooseFile({ resource, onChoose }: ChooseFileProps) {
  const translate = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const { over, listeners } = useDrop(onChoose);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) onChoose(file);
  };
  return (
    <>
      <Box
        {...listeners}
        sx={{
          display: 'grid',
          justifyItems: 'center',
          gap: 1.5,
          p: 4,
          textAlign: 'center',
          border: '2px dashed',
          borderColor: over ? 'primary.main' : 'divider',
          borderRadius: 2,
          bgcolor: over ? 'action.selected' : undefined,
        }}
      >
        <UploadIcon color="primary" fontSize="large" />
        <Typography variant="h2">{translate('imports.drop')}</Typography>
        <Button variant="contained" onClick={() => input.current?.click()}>
          {translate('imports.choose')}
        </Button>
        <Box
          component="input"
          type="file"
          ref={input}
          accept=".csv,.tsv,.txt,.json,text/csv,application/json"
          aria-label={translate('imports.file')}
          tabIndex={-1}
          sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = ''; // the same file once more is a choice too
          }}
        />
      </Box>
      <Box component="ul" sx={{ pl: 2.5, mb: 0, color: 'text.secondary', '& li': { mt: 0.75 } }}>
        <li>{translate(`resources.${resource}.import_columns`)}</li>
        <li>{translate('imports.rows')}</li>
        <li>{translate('imports.first_look')}</li>
      </Box>
    </>
  );
}
