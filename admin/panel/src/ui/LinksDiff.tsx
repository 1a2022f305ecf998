import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';

interface LinksDiffProps {
  /** Names. */
  added: readonly string[];
  removed: readonly string[];
  /** How many more there are than are named. */
  more?: { added: number; removed: number };
  /** Names in the order that was and that is, where that changed; `more`: only a part of them. */
  order?: { before: readonly string[]; after: readonly string[]; more?: boolean };
}

/** What came into a list, what went, and who stands elsewhere: by sign, word and colour. */
export function LinksDiff({ added, removed, more, order }: LinksDiffProps) {
  const translate = useTranslate();
  return (
    <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 0.25 }}>
      <Names sign="+" word={translate('saving.added')} names={added} more={more?.added ?? 0} colour="success.main" />
      <Names sign="−" word={translate('saving.removed')} names={removed} more={more?.removed ?? 0} colour="error.main" />
      {order !== undefined && <Order {...order} />}
    </Stack>
  );
}

function Order({ before, after, more = false }: NonNullable<LinksDiffProps['order']>) {
  const translate = useTranslate();
  const said = (names: readonly string[]) => (more ? ['…', ...names, '…'] : names).join(', ');
  return (
    <Box component="li" sx={{ typography: 'body2', overflowWrap: 'anywhere' }}>
      <Box component="span" aria-hidden sx={{ display: 'inline-block', width: 16 }}>
        ⇅
      </Box>
      {`${translate('saving.order')}: `}
      <Box component="del" sx={{ color: 'text.secondary', textDecorationThickness: '1px' }}>
        {said(before)}
      </Box>
      <Box component="span" role="img" aria-label={translate('history.becomes')} sx={{ color: 'text.secondary', mx: 0.75 }}>
        →
      </Box>
      <Box component="ins" sx={{ textDecoration: 'none' }}>
        {said(after)}
      </Box>
    </Box>
  );
}

function Names({ sign, word, names, more, colour }: { sign: string; word: string; names: readonly string[]; more: number; colour: string }) {
  const translate = useTranslate();
  return (
    <>
      {names.map((name, at) => (
        <Box component="li" key={`${name} ${at}`} sx={{ typography: 'body2', overflowWrap: 'anywhere' }}>
          <Box component="span" aria-hidden sx={{ color: colour, fontWeight: 'fontWeightBold', display: 'inline-block', width: 16 }}>
            {sign}
          </Box>
          <Box component="span" sx={visuallyHidden}>{`${word}: `}</Box>
          {name}
        </Box>
      ))}
      {more > 0 && (
        <Typography component="li" variant="body2" sx={{ color: 'text.secondary' }}>
          {`${sign} ${translate('saving.more', { smart_count: more })}`}
        </Typography>
      )}
    </>
  );
}

const visuallyHidden = { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' } as const;
