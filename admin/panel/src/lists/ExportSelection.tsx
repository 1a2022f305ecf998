import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext, useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { download, type FileKind, fileOf } from './files.ts';

/** The selected records as a file. */
export function ExportSelection() {
  const translate = useTranslate();
  const notify = useNotify();
  const client = useClient();
  const { selectedIds, resource } = useListContext();
  const [busy, setBusy] = useState(false);
  const save = async (kind: FileKind) => {
    setBusy(true);
    try {
      download(await fileOf(client, resource, selectedIds, kind), `${resource}.${kind}`);
    } catch (error) {
      notify(inWords(error), { type: 'error', multiLine: true });
    }
    setBusy(false);
  };
  return (['csv', 'json'] as const).map((kind) => (
    <Button key={kind} size="small" startIcon={<DownloadIcon />} disabled={busy} onClick={() => void save(kind)}>
      {translate(`lists.transfer.${kind}`)}
    </Button>
  ));
}
