import { Link } from '@mui/material';
import { useCreatePath, useRecordContext, useResourceContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';

/** A field of a row as the link to its form: what the keyboard and a second tab open a row with. */
export function RecordLink({ source }: { source: string }) {
  const resource = useResourceContext() ?? '';
  const record = useRecordContext();
  const path = useCreatePath();
  if (record === undefined) return null;
  return (
    <Link
      component={RouterLink}
      to={path({ resource, type: 'edit', id: record.id })}
      color="inherit"
      underline="hover"
      sx={{ fontWeight: 'fontWeightMedium' }}
      onClick={(event) => {
        event.stopPropagation(); // of the row, which would open it once more
      }}
    >
      {String(record[source])}
    </Link>
  );
}
