import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import DocumentIcon from '@mui/icons-material/ManageSearchOutlined';
import ApiIcon from '@mui/icons-material/DataObjectOutlined';
import DescriptionIcon from '@mui/icons-material/MenuBookOutlined';
import { Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Resource } from './subjects.ts';

const published: Record<Resource, string> = { films: 'movies', genres: 'genres', persons: 'persons' };

/** From a record's form to all else that there is about it. What is no page of the panel opens beside it. */
export function RecordLinks({ resource, id }: { resource: Resource; id: string }) {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource, action: 'save' });
  return (
    <Stack component="nav" aria-label={translate('saving.see.label')} direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: 0.5, mb: 1, ml: -1 }}>
      {canAccess === true && (
        <Place to={`/${resource}/${id}/history`} icon={<HistoryIcon />}>
          {translate('saving.see.history')}
        </Place>
      )}
      <Place to={`/${resource}/${id}/freshness`} icon={<DocumentIcon />}>
        {translate('saving.see.document')}
      </Place>
      <Beside href={`/api/v1/${published[resource]}/${id}`} icon={<ApiIcon />}>
        {translate('saving.see.json')}
      </Beside>
      <Beside href="/api/docs" icon={<DescriptionIcon />}>
        {translate('saving.see.api')}
      </Beside>
    </Stack>
  );
}

interface PlaceProps {
  icon: ReactNode;
  children: ReactNode;
}

function Place({ to, icon, children }: PlaceProps & { to: string }) {
  return (
    <Button component={Link} to={to} size="small" startIcon={icon}>
      {children}
    </Button>
  );
}

function Beside({ href, icon, children }: PlaceProps & { href: string }) {
  return (
    <Button href={href} target="_blank" rel="noopener" size="small" startIcon={icon}>
      {children}
    </Button>
  );
}
