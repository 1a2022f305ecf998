import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { useCreatePath, useResourceContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';

/** To the form of a new record. A button in its place at every width: one that floats over a phone's rows hides some. */
export function CreateLink() {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const path = useCreatePath();
  return (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to={path({ resource, type: 'create' })}>
      {translate('ra.action.create')}
    </Button>
  );
}
