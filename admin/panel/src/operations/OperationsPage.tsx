import { Box } from '@mui/material';
import { Title, useCanAccess, useTranslate } from 'react-admin';
import { Denied } from '../ui/Denied.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { cards } from './cards.tsx';
import { StateLine } from './StateLine.tsx';
import { StreamContext, useEvents } from './useStream.ts';

/** How the stream is, and what can be done about it. For operators. */
export default function OperationsPage() {
  const { canAccess, isPending } = useCanAccess({ resource: 'operations', action: 'list' });
  if (isPending) return <Loading />;
  return canAccess === true ? <Operations /> : <Denied />;
}

function Operations() {
  const translate = useTranslate();
  const events = useEvents();
  const { status, trouble } = events.heard;
  const title = <Title title={translate('operations.title')} />;
  // The rights ended while the page was open.
  if (trouble?.kind === 'refused') return <Denied />;
  if (status === undefined) {
    return (
      <>
        {title}
        {trouble === undefined ? (
          <Loading />
        ) : (
          <div role="alert">
            <Notice title={translate(`operations.trouble.${trouble.kind}.title`)}>
              {trouble.message === '' ? translate(`operations.trouble.${trouble.kind}.text`) : trouble.message}
            </Notice>
          </div>
        )}
      </>
    );
  }
  return (
    <StreamContext value={{ ...events, status }}>
      {title}
      <Box sx={{ pt: 2 }}>
        <StateLine />
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
          {cards.map(({ id, Card, wide }) => (
            <Box key={id} sx={{ gridColumn: wide ? '1 / -1' : 'auto', minWidth: 0 }}>
              <Card />
            </Box>
          ))}
        </Box>
      </Box>
    </StreamContext>
  );
}
