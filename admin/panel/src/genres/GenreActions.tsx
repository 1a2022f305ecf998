import TextIcon from '@mui/icons-material/NotesOutlined';
import { TextField } from '@mui/material';
import { useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { BulkButton } from '../lists/BulkButton.tsx';
import { BulkDelete } from '../lists/BulkDelete.tsx';
import { BulkDialog } from '../lists/BulkDialog.tsx';
import { useBulk } from '../lists/useBulk.ts';

/** What can be done with many genres. */
export function GenreActions() {
  const translate = useTranslate();
  return (
    <>
      <BulkButton label={translate('resources.genres.bulk.description')} icon={TextIcon}>
        {(close) => <DescriptionDialog onClose={close} />}
      </BulkButton>
      <BulkDelete />
    </>
  );
}

function DescriptionDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const { selectedIds } = useListContext();
  const bulk = useBulk(onClose);
  const [text, setText] = useState('');
  const description = text.trim() === '' ? null : text;
  return (
    <BulkDialog
      title={translate('resources.genres.bulk.description_title', { smart_count: selectedIds.length })}
      action={translate(description === null ? 'resources.genres.bulk.clear' : 'resources.genres.bulk.change', { smart_count: selectedIds.length })}
      bulk={bulk}
      ready
      onConfirm={() => void bulk.run({ verb: 'update', body: { set: { description } }, done: 'changed' })}
      onClose={onClose}
    >
      <TextField
        label={translate('resources.genres.fields.description')}
        helperText={translate('resources.genres.bulk.description_text')}
        multiline
        minRows={3}
        value={text}
        slotProps={{ htmlInput: { maxLength: 20_000 } }}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
    </BulkDialog>
  );
}
