import { Alert, Box, Card, CardContent, LinearProgress, Link, Typography } from '@mui/material';
import { Title, useCanAccess, useResourceContext, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { inWords } from '../api/problem.ts';
import { Denied } from '../ui/Denied.tsx';
import { Loading } from '../ui/Loading.tsx';
import { ChooseFile } from './ChooseFile.tsx';
import { Ended } from './Ended.tsx';
import { Found } from './Found.tsx';
import { Running } from './Running.tsx';
import { useImport } from './useImport.ts';

/** A file into the catalogue: chosen, looked at, applied. */
export default function ImportPage() {
  const resource = useResourceContext() ?? '';
  const translate = useTranslate();
  const { canAccess, isPending } = useCanAccess({ resource, action: 'import' });
  if (isPending) return <Loading />;
  if (!canAccess) return <Denied />;
  return (
    <>
      <Title title={translate(`resources.${resource}.import_title`)} preferenceKey={false} />
      <Box sx={{ maxWidth: 860, pt: 2 }}>
        <Link component={RouterLink} to={`/${resource}`} variant="body2">
          {translate('imports.back')}
        </Link>
        <Card sx={{ mt: 1.5 }}>
          <CardContent>
            <Steps resource={resource} />
          </CardContent>
        </Card>
      </Box>
    </>
  );
}

function Steps({ resource }: { resource: string }) {
  const translate = useTranslate();
  const { state, choose, apply, stop, again } = useImport(resource);
  switch (state.step) {
    case 'choose':
      return (
        <>
          <ChooseFile resource={resource} onChoose={choose} />
          {state.error !== undefined && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {inWords(state.error)}
            </Alert>
          )}
        </>
      );
    case 'looking':
      return (
        <Box role="status">
          <Typography sx={{ mb: 1.5 }}>{translate('imports.looking', { name: state.file.name })}</Typography>
          <LinearProgress aria-label={translate('app.loading')} />
        </Box>
      );
    case 'found':
      return <Found file={state.file} report={state.report} lines={state.lines} error={state.error} onApply={apply} onAgain={again} />;
    case 'running':
      return <Running file={state.file} mode={state.mode} progress={state.progress} onStop={stop} />;
    case 'ended':
      return <Ended resource={resource} ending={state.ending} onAgain={again} />;
  }
}
