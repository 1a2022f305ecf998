import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { FailedPage } from '../ui/FailedPage.tsx';
import { Loading } from '../ui/Loading.tsx';

const every = 3000; // ms between two looks whether the server answers
const reload = () => {
  window.location.reload();
};

interface ChunkFailureProps {
  /** It was tried once more after the server had not answered. */
  tried: boolean;
  again: () => void;
}

/** In place of a page whose code has not come: either nobody answers, or the panel was renewed and the code is gone. */
export function ChunkFailure({ tried, again }: ChunkFailureProps) {
  const translate = useTranslate();
  const answers = useAnswers(tried, again);
  if (answers === undefined) return <Loading />;
  return (
    <FailedPage
      title={translate(answers ? 'app.renewed.title' : 'app.unreachable.detail')}
      action={translate(answers ? 'app.failure.again' : 'app.unreachable.again')}
      onAct={answers ? reload : again}
    >
      {translate(answers ? 'app.renewed.text' : 'app.unreachable.wait')}
    </FailedPage>
  );
}

/** Whether the server answers, undefined until that is known. Once it does after it has not, the page goes on. */
function useAnswers(tried: boolean, again: () => void): boolean | undefined {
  const [answers, setAnswers] = useState<boolean>();
  useEffect(() => {
    const stop = new AbortController();
    const look = async (wasSilent: boolean) => {
      const there = await isThere();
      if (stop.signal.aborted) return;
      // A browser may not ask a second time for code that did not come: then it is the page that is loaded anew.
      if (there && tried) reload();
      else if (there && wasSilent) again();
      else setAnswers(there);
      if (there) return;
      const timer = window.setTimeout(() => void look(true), every);
      stop.signal.addEventListener('abort', () => {
        window.clearTimeout(timer);
      });
    };
    void look(false);
    return () => {
      stop.abort();
    };
  }, [tried, again]);
  return answers;
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch('/mark.svg', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
