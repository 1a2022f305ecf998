import { Button } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { Notice } from '../ui/Notice.tsx';
import { useListSetup } from './ListSetup.ts';
import { useFilter } from './useShown.ts';

/** In place of the rows where the filters leave none. */
export function Nothing() {
  const translate = useTranslate();
  const { resource } = useListContext();
  const { searchBox } = useListSetup();
  const [, setFilter] = useFilter();
  return (
    <Notice
      title={translate(`resources.${resource}.none.title`)}
      action={
        <Button
          variant="outlined"
          onClick={() => {
            searchBox.current?.focus();
            setFilter(() => ({}));
          }}
        >
          {translate('lists.filters.clear')}
        </Button>
      }
    >
      {translate(`resources.${resource}.none.text`)}
    </Notice>
  );
}
