import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { type FileKind, objection, placeOf, typeOf, typesInWords } from './choosing.ts';

export interface Uploading {
  name: string;
  sent: number;
  of: number;
}

interface Upload {
  /** What is on its way; undefined: nothing. */
  uploading: Uploading | undefined;
  /** Why the last one did not become the film's. */
  failure: string | undefined;
  /** What is told to who does not see it. */
  said: string;
  begin: (file: File) => void;
  cancel: () => void;
}

export const filesOf = (film: string) => ['film-files', film];

/** Sends a file at once, and goes on while its page is left. */
export function useUpload(film: string, kind: FileKind, bytes: (value: number) => string): Upload {
  const client = useClient();
  const queries = useQueryClient();
  const translate = useTranslate();
  const [uploading, setUploading] = useState<Uploading>();
  const [failure, setFailure] = useState<string>();
  const [said, setSaid] = useState('');
  const stop = useRef<AbortController>(undefined);

  const send = async (file: File) => {
    const { signal } = (stop.current = new AbortController());
    setUploading({ name: file.name, sent: 0, of: file.size });
    setSaid(translate('files.sending', { name: file.name }));
    try {
      await client.send(placeOf(film, kind.kind), {
        method: 'PUT',
        query: { name: file.name },
        body: file,
        headers: { 'Content-Type': typeOf(file) },
        signal,
        progress: (sent, of) => {
          setUploading({ name: file.name, sent, of });
        },
      });
      setSaid(translate('files.saved', { name: file.name }));
    } catch (error) {
      if (signal.aborted) setSaid(translate('files.cancelled'));
      else setFailure(inWords(error));
    } finally {
      setUploading(undefined);
      await queries.invalidateQueries({ queryKey: filesOf(film) });
    }
  };

  return {
    uploading,
    failure,
    said,
    begin: (file) => {
      const why = objection(file, kind);
      setFailure(why && translate(`files.refused.${why}`, { name: file.name, types: typesInWords(kind), most: bytes(kind.most_bytes) }));
      setSaid('');
      if (why === undefined) void send(file);
    },
    cancel: () => stop.current?.abort(),
  };
}
