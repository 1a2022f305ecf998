import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useClient } from '../api/ClientContext.tsx';
import { inWords, RequestError } from '../api/problem.ts';
import { requestOf } from '../history/undo.ts';
import { useUndoNotice } from '../history/UndoNotice.tsx';
import { DeletionDialog } from './DeletionDialog.tsx';

interface DeleteRecordProps {
  resource: string;
  id: string;
  version: number;
  name: string;
  /** The form is left on purpose: what is not saved in it goes with the record. */
  leave: () => void;
}

/** The button that deletes a record, once one has seen what goes with it; leads to the list, where it can be undone. */
export function DeleteRecord({ resource, id, version, name, leave }: DeleteRecordProps) {
  const translate = useTranslate();
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notice = useUndoNotice();
  const { canAccess } = useCanAccess({ resource, action: 'delete' });
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const remove = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const { headers } = await client.send(`/api/admin/${resource}/${id}`, { method: 'DELETE', version });
      leave();
      notice(translate('deletion.done', { name }), requestOf(headers));
      // What the next page shows is asked for anew; what this one shows is not there to be asked for.
      await queries.invalidateQueries({ refetchType: 'none' });
      await navigate(`/${resource}`);
    } catch (error) {
      setRefusal(inWords(error));
      // Somebody has changed it since: the next attempt is of what is shown then.
      if (error instanceof RequestError && error.status === 412) await queries.invalidateQueries();
    } finally {
      setBusy(false);
    }
  };
  if (canAccess !== true) return null;
  return (
    <>
      <Button
        color="error"
        startIcon={<DeleteIcon />}
        onClick={() => {
          setRefusal(undefined);
          setOpen(true);
        }}
      >
        {translate('ra.action.delete')}
      </Button>
      {open && (
        <DeletionDialog
          resource={resource}
          id={id}
          name={name}
          busy={busy}
          refusal={refusal}
          onDelete={() => void remove()}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
