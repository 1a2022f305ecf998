import { Box, Card } from '@mui/material';
import { type BaseSyntheticEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Form, useTranslate } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import { useUndoNotice } from '../history/UndoNotice.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { SaveBar } from './SaveBar.tsx';
import type { Subject } from './subjects.ts';
import { type After, type Saved, type Saving, type Stored, useSaving } from './useSaving.ts';
import { changedFields, type Values } from './values.ts';

interface SavingFormProps {
  subject: Subject;
  /** What is edited, as the server has it now; without it a new one is made. */
  record?: Stored;
  /** Who may not save sees all of it and changes nothing. */
  reads: boolean;
  children: ReactNode;
  /** At the end of the bar of buttons. */
  end?: (opened: Stored, leave: () => void) => ReactNode;
  /** The next new record begins. */
  onAnother?: () => void;
}

/** A form with its ways to save, what is asked before one leaves it, and what happens where somebody else saved first. */
export function SavingForm({ subject, record, reads, children, end, onAnother }: SavingFormProps) {
  const [opened, setOpened] = useState(record);
  const form = useId();
  const saved = useAfterwards(subject, record === undefined, setOpened, onAnother);
  const saving = useSaving(subject, opened, saved.done);
  const { left } = saved;
  return (
    <Card sx={{ overflow: 'visible' /* or nothing within could stick to the window */ }}>
      <Form
        id={form}
        record={opened ?? subject.blank}
        disabled={reads}
        disableInvalidFormNotification
        noValidate
        onSubmit={(values: Values, event?: BaseSyntheticEvent) => saving.save(values, afterOf(event))}
      >
        <Box sx={{ p: { xs: 2, sm: 2.5 } }}>{children}</Box>
        {!reads && (
          <>
            <SaveBar form={form} busy={saving.busy} refusal={saving.refusal} isNew={record === undefined}>
              {opened !== undefined && end?.(opened, left.allow)}
            </SaveBar>
            <Newer record={record} opened={opened} fields={subject.fields} adopt={setOpened} />
            <Watch form={form} subject={subject} base={opened ?? subject.blank} leaves={left.asked} saving={saving} />
          </>
        )}
      </Form>
    </Card>
  );
}

/** Enter and the buttons are submitters; what comes without one is the keyboard's shortcut. */
function afterOf(event?: BaseSyntheticEvent): After {
  const { submitter } = (event?.nativeEvent ?? {}) as Partial<SubmitEvent>;
  return submitter instanceof HTMLButtonElement ? (submitter.value as After) : 'stay';
}

/** Where one goes after a save, and that going there is not asked about. */
function useAfterwards(subject: Subject, isNew: boolean, setOpened: (record: Stored) => void, onAnother?: () => void) {
  const navigate = useNavigate();
  const translate = useTranslate();
  const notice = useUndoNotice();
  const leaving = useRef(false);
  const { resource, caption } = subject;
  const done = ({ record, after, request }: Saved) => {
    const text = after === 'copy' || isNew ? 'saving.made' : 'saving.saved';
    notice(translate(text, { name: String(record[caption]) }), request);
    const stays = after === 'stay' && !isNew;
    if (stays) {
      setOpened(record);
      return;
    }
    leaving.current = true;
    if (after === 'list') void navigate(`/${resource}`);
    else if (after === 'another' && isNew) onAnother?.();
    else void navigate(after === 'another' ? `/${resource}/create` : `/${resource}/${record.id}`);
  };
  const asked = useCallback(() => leaving.current, []);
  const allow = useCallback(() => {
    leaving.current = true;
  }, []);
  return { done, left: { asked, allow } };
}

interface NewerProps {
  record: Stored | undefined;
  opened: Stored | undefined;
  fields: readonly string[];
  adopt: (record: Stored) => void;
}

/** Shows what the server has by now, but only to who has changed nothing: others are asked when they save. */
function Newer({ record, opened, fields, adopt }: NewerProps) {
  const { getValues } = useFormContext();
  useEffect(() => {
    if (record === undefined || opened === undefined || record.version === opened.version) return;
    // What this form saved may be newer than what was read before.
    if (record.version > opened.version && changedFields(fields, opened, getValues()).length === 0) adopt(record);
  }, [record, opened, fields, adopt, getValues]);
  return null;
}

interface WatchProps {
  form: string;
  subject: Subject;
  base: Values;
  leaves: () => boolean;
  saving: Saving;
}

/** What looks after the form from within it: the shortcut, the errors' focus, the guard, the conflict. */
function Watch({ form, subject, base, leaves, saving }: WatchProps) {
  const { getValues, reset, setError, formState } = useFormContext();
  const { fields } = subject;
  const unsaved = useCallback(() => (leaves() ? [] : changedFields(fields, base, getValues())), [leaves, fields, base, getValues]);
  useShortcut(form, saving.busy || saving.conflict !== undefined);

  const { submitCount, isSubmitting } = formState;
  useEffect(() => {
    if (isSubmitting || submitCount === 0) return;
    document.getElementById(form)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, submitCount, isSubmitting]);

  const resolve = async (values: Values) => {
    const errors = await saving.resolve(values);
    if (errors === undefined) return;
    // What was merged is in the form then, to be mended there.
    reset(values, { keepDefaultValues: true });
    for (const [field, message] of Object.entries(errors)) {
      if (typeof message === 'string') setError(field, { type: 'server', message });
    }
  };
  return (
    <>
      <LeaveGuard subject={subject} unsaved={unsaved} />
      {saving.conflict !== undefined && (
        <ConflictDialog
          key={saving.conflict.theirs.version}
          subject={subject}
          conflict={saving.conflict}
          busy={saving.busy}
          refusal={saving.refusal}
          onSave={(values) => void resolve(values)}
          onCancel={saving.giveUp}
        />
      )}
    </>
  );
}

/** Ctrl+S and ⌘S, whatever the layout of the keyboard writes. */
function useShortcut(form: string, isOff: boolean): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyS' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      const element = document.getElementById(form);
      if (!isOff && element instanceof HTMLFormElement) element.requestSubmit();
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [form, isOff]);
}
