import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { AskButton } from '../ui/AskButton.tsx';
import { fillingTime } from './condition.ts';
import { Confirmation } from './Confirmation.tsx';
import type { Index } from './status.ts';
import { useCommand } from './useCommand.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

interface RebuildProps {
  index: Index;
  /** Of the database; undefined where they are not known. */
  rows: number | undefined;
}

/** Fills a new generation of an index. */
export function RebuildButton({ index, rows }: RebuildProps) {
  const translate = useTranslate();
  return (
    <AskButton
      size="small"
      aria-label={translate('operations.rebuild.button_of', { index: index.name })}
      dialog={(close) => <RebuildDialog index={index} rows={rows} onClose={close} />}
    >
      {translate('operations.rebuild.button')}
    </AskButton>
  );
}

function RebuildDialog({ index, rows, onClose }: RebuildProps & { onClose: () => void }) {
  const translate = useTranslate();
  const command = useCommand();
  const { number, duration } = useFigures();
  const { status, fillingPace } = useStream();
  const { name, filling, generation } = index;
  // What is asked is decided when the dialog opens: a filling that ends meanwhile is not given up by surprise.
  const [restart] = useState(filling !== null);
  const documents = rows ?? index.documents;
  const time = fillingTime(documents, fillingPace);
  const consequences = [
    documents === null ? translate('operations.rebuild.text_unknown') : translate('operations.rebuild.text', { smart_count: documents, documents: number(documents) }),
    generation === null ? translate('operations.rebuild.first') : translate('operations.rebuild.meanwhile', { generation }),
    time === undefined ? translate('operations.rebuild.time_unknown') : translate('operations.rebuild.time', { time: duration(Math.max(1, Math.ceil(time))) }),
  ];
  if (restart && filling !== null) {
    consequences.push(translate('operations.rebuild.restart', { smart_count: filling.documents, generation: filling.generation, documents: number(filling.documents) }));
  }
  return (
    <Confirmation
      title={translate('operations.rebuild.title', { index: name })}
      consequences={consequences}
      warning={status.paused ? translate('operations.rebuild.paused') : undefined}
      confirm={translate('operations.rebuild.confirm')}
      name={name}
      dangerous
      act={() => command({ path: `indices/${encodeURIComponent(name)}/rebuild`, body: restart ? { restart } : {}, done: 'rebuild', values: { index: name } })}
      onClose={onClose}
    />
  );
}
