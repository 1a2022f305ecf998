import { Box, Card } from '@mui/material';
import { type BaseSyntheticEvent, type ReactNode, type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Form, useTranslate } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { useLocation, useNavigate } from 'react-router-dom';
import { useUndoNotice } from '../history/UndoNotice.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { type Inner, type Opened, Remember, useInner } from './Opened.tsx';
import { Reading } from './Reading.ts';
import { SaveBar } from './SaveBar.tsx';
import type { Subject } from './subjects.ts';
import { carriedIn, carrying, typedSince } from './typed.ts';
import { type After, type Conflict, type Saved, type Saving, type Stored, useSaving } from './useSaving.ts';
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
  const [opened, adopt] = useState<Opened>(useCarried(record));
  const base = opened.record ?? subject.blank;
  const form = useId();
  const isAwaited = useRef(false);
  const inner = useInner(opened, ({ values }) => {
    // Ctrl+S was pressed while a save was under way.
    if (isAwaited.current && changedFields(subject.fields, base, values()).length > 0) submit(form);
  });
  const saved = useAfterwards(subject, record === undefined, { adopt, inner, onAnother });
  const saving = useSaving(subject, opened.record, saved.done);
  const { left } = saved;
  return (
    <Card sx={{ overflow: 'visible' /* or nothing within could stick to the window */ }}>
      <Form
        id={form}
        record={base}
        disabled={reads}
        disableInvalidFormNotification
        noValidate
        onSubmit={(values: Values, event?: BaseSyntheticEvent) => {
          isAwaited.current = false;
          return saving.save(values, afterOf(event));
        }}
      >
        <Remember opened={opened} fields={subject.fields} innerRef={inner} />
        <Box sx={{ p: { xs: 2, sm: 2.5 } }}>
          <Reading value={reads}>{children}</Reading>
        </Box>
        {!reads && (
          <>
            <SaveBar form={form} busy={saving.busy} refusal={saving.refusal} isNew={record === undefined}>
              {opened.record !== undefined && end?.(opened.record, left.allow)}
            </SaveBar>
            <Newer record={record} opened={opened.record} fields={subject.fields} adopt={adopt} />
            <Watch form={form} subject={subject} base={base} leaves={left.asked} saving={saving} adopt={adopt} awaited={isAwaited} />
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

function submit(form: string): void {
  const element = document.getElementById(form);
  if (element instanceof HTMLFormElement) element.requestSubmit();
}

/** A record that has just been made brings along what was typed while it was being saved. */
function useCarried(record: Stored | undefined): Opened {
  const navigate = useNavigate();
  const location = useLocation();
  const { pathname, search } = location;
  const carried = carriedIn(location.state);
  useEffect(() => {
    // Or it would come back whenever this page is loaded anew.
    if (carried !== undefined) void navigate({ pathname, search }, { replace: true, state: null });
  }, [carried, pathname, search, navigate]);
  return { record, instead: carried };
}

interface Afterwards {
  adopt: (opened: Opened) => void;
  inner: RefObject<Inner | null>;
  onAnother: (() => void) | undefined;
}

/** Where one goes after a save, and that going there is not asked about. Who has typed on meanwhile stays with the record. */
function useAfterwards(subject: Subject, isNew: boolean, { adopt, inner, onAnother }: Afterwards) {
  const navigate = useNavigate();
  const translate = useTranslate();
  const notice = useUndoNotice();
  const leaving = useRef(false);
  const { resource, caption, fields } = subject;
  const done = ({ record, sent, after, request }: Saved) => {
    const makes = after === 'copy' || isNew;
    notice(translate(makes ? 'saving.made' : 'saving.saved', { name: String(record[caption]) }), request);
    const typed = typedSince(fields, sent, inner.current?.values() ?? sent);
    const goesOn = Object.keys(typed).length > 0;
    if (!makes && (after === 'stay' || goesOn)) {
      adopt({ record, sent });
      return;
    }
    leaving.current = true;
    if (goesOn) void navigate(`/${resource}/${record.id}`, { state: carrying(typed) });
    else if (after === 'list') void navigate(`/${resource}`);
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
  adopt: (opened: Opened) => void;
}

/** Shows what the server has by now, but only to who has changed nothing: others are asked when they save. */
function Newer({ record, opened, fields, adopt }: NewerProps) {
  const { getValues } = useFormContext();
  useEffect(() => {
    if (record === undefined || opened === undefined || record.version === opened.version) return;
    // What this form saved may be newer than what was read before.
    const sent = getValues();
    if (record.version > opened.version && changedFields(fields, opened, sent).length === 0) adopt({ record, sent: { ...sent } });
  }, [record, opened, fields, adopt, getValues]);
  return null;
}

interface WatchProps {
  form: string;
  subject: Subject;
  base: Values;
  leaves: () => boolean;
  saving: Saving;
  adopt: (opened: Opened) => void;
  /** Becomes true where Ctrl+S is pressed while nothing can be saved yet. */
  awaited: RefObject<boolean>;
}

/** What looks after the form from within it: the shortcut, the errors' focus, the guard, the conflict. */
function Watch({ form, subject, base, leaves, saving, adopt, awaited }: WatchProps) {
  const { getValues, formState } = useFormContext();
  const { fields } = subject;
  const unsaved = useCallback(() => (leaves() ? [] : changedFields(fields, base, getValues())), [leaves, fields, base, getValues]);
  useShortcut(form, saving, awaited);

  const { submitCount, isSubmitting } = formState;
  useEffect(() => {
    if (isSubmitting || submitCount === 0) return;
    document.getElementById(form)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, submitCount, isSubmitting]);

  const resolve = async (values: Values, { theirs, sent }: Conflict) => {
    const errors = await saving.resolve(values);
    // What was chosen is in the form then, to be mended there. It is theirs that it changes: the conflict is settled.
    if (errors !== undefined) adopt({ record: theirs, sent, instead: typedSince(fields, theirs, values), errors });
  };
  const { conflict } = saving;
  return (
    <>
      <LeaveGuard subject={subject} unsaved={unsaved} />
      {conflict !== undefined && (
        <ConflictDialog
          key={conflict.theirs.version}
          subject={subject}
          conflict={conflict}
          busy={saving.busy}
          refusal={saving.refusal}
          onSave={(values) => void resolve(values, conflict)}
          onCancel={saving.giveUp}
        />
      )}
    </>
  );
}

/** Ctrl+S and ⌘S, whatever the layout of the keyboard writes. */
function useShortcut(form: string, { busy, conflict }: Saving, awaited: RefObject<boolean>): void {
  const asks = conflict !== undefined;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyS' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (asks) return;
      if (busy) awaited.current = true;
      else submit(form);
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [form, busy, asks, awaited]);
}
