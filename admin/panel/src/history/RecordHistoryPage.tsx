import BackIcon from '@mui/icons-material/ArrowBackOutlined';
import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { CanAccess, Title, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import type { Resource } from '../saving/subjects.ts';
import { Denied } from '../ui/Denied.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { HistoryRows } from './HistoryRows.tsx';
import { RevertButtons } from './RevertButtons.tsx';
import { type HistoryItem, kindOf } from './types.ts';
import { useHistory } from './useHistory.ts';

/** The history of one record, also of a deleted one; every state in it can be brought back. */
export default function RecordHistoryPage({ resource }: { resource: Resource }) {
  const { id = '' } = useParams();
  return (
    <CanAccess resource="history" action="list" accessDenied={<Denied />}>
      <Page key={id} resource={resource} id={id} />
    </CanAccess>
  );
}

function Page({ resource, id }: { resource: Resource; id: string }) {
  const translate = useTranslate();
  const [page, setPage] = useState(0);
  const kind = kindOf[resource] ?? resource;
  const filter = { object_type: kind, object_id: id };
  const { data } = useHistory(filter, 0, 25);
  // Others' rows are among a film's: of its files, and of genres and people that went, or came back, with their links to it.
  const isOwn = (item: HistoryItem) => item.object_type === kind && item.object_id === id;
  const name = data?.items.find(isOwn)?.object_name;
  const newest = data?.items.find(isOwn)?.seq;
  return (
    <Box sx={{ mt: 1.5, maxWidth: 960 }}>
      <Title title={name === undefined ? `${translate('history.title')}: ${translate(`resources.${resource}.name`, { smart_count: 1 })}` : translate('history.of', { name })} />
      <Button component={Link} to={`/${resource}/${id}`} size="small" startIcon={<BackIcon />} sx={{ mb: 1, ml: -1 }}>
        {translate('history.back')}
      </Button>
      <HistoryRows
        filter={filter}
        page={page}
        onPage={setPage}
        none={translate('history.none_yet')}
        row={(item) => {
          const isOfPage = isOwn(item);
          return <HistoryRow key={item.seq} item={item} isOfPage={isOfPage} end={isOfPage && <RevertButtons item={item} isNewest={item.seq === newest} />} />;
        }}
      />
    </Box>
  );
}
