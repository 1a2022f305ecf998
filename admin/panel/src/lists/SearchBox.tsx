import ClearIcon from '@mui/icons-material/Close';
import SearchIcon from '@mui/icons-material/Search';
import { IconButton, InputAdornment, TextField } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useResourceContext, useTranslate } from 'react-admin';
import { valuesOf, without } from './filter.ts';
import { useListSetup } from './ListSetup.ts';
import { useFilter } from './useShown.ts';

const patience = 300; // ms without a key before it is searched

/** Searches names while one writes; the best hits come first. */
export function SearchBox() {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const { searchBox } = useListSetup();
  const [filter, setFilter] = useFilter();
  const asked = valuesOf(filter, 'q')[0] ?? '';
  const [text, setText] = useState(asked);
  const [known, setKnown] = useState(asked);
  const [sent, setSent] = useState(asked); // by this box itself; the address follows a moment later, and more may be typed by then
  const timer = useRef<number | undefined>(undefined);
  if (known !== asked) {
    setKnown(asked);
    if (asked !== sent) {
      // The address has changed by itself: a view, the browser's back.
      setSent(asked);
      setText(asked);
    }
  }
  useEffect(() => () => { window.clearTimeout(timer.current); }, []);

  const search = (words: string, after: number) => {
    setText(words);
    window.clearTimeout(timer.current);
    const asks = words.trim();
    timer.current = window.setTimeout(() => {
      if (asks === asked) return;
      setSent(asks);
      setFilter((now) => (asks === '' ? without(now, ['q']) : { ...now, q: asks }));
    }, after);
  };
  const label = translate(`resources.${resource}.fields.q`);
  return (
    <TextField
      type="search"
      inputRef={searchBox}
      placeholder={label}
      value={text}
      margin="none"
      fullWidth={false}
      sx={{ flex: '1 1 220px', maxWidth: 420, '& input::-webkit-search-cancel-button': { display: 'none' } }}
      onChange={(event) => {
        search(event.target.value, patience);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') search(text, 0);
      }}
      slotProps={{
        htmlInput: { 'aria-label': label, maxLength: 1000 },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
          endAdornment: text !== '' && (
            <InputAdornment position="end">
              <IconButton
                size="small"
                edge="end"
                aria-label={translate('lists.clear_search')}
                onClick={() => {
                  searchBox.current?.focus();
                  search('', 0);
                }}
              >
                <ClearIcon fontSize="small" />
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
