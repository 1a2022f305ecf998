import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { RevertDialog } from './RevertDialog.tsx';
import { type HistoryItem, resourceOf } from './types.ts';

type Side = 'before' | 'after';

/** The ways back to the states that a change has: what is there now is none of them. */
export function RevertButtons({ item, isNewest }: { item: HistoryItem; isNewest: boolean }) {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: resourceOf[item.object_type] ?? '', action: 'revert' });
  const [side, setSide] = useState<Side>();
  const sides: Side[] = [];
  if (item.action !== 'create') sides.push('before');
  if (item.action !== 'delete' && !isNewest) sides.push('after');
  if (canAccess !== true || sides.length === 0) return null;
  return (
    <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: 0.5, mt: 1, ml: -0.75 }}>
      {sides.map((one) => (
        <Button
          key={one}
          size="small"
          onClick={() => {
            setSide(one);
          }}
        >
          {translate(`history.revert.${one}`)}
        </Button>
      ))}
      {side !== undefined && (
        <RevertDialog
          item={item}
          side={side}
          onClose={() => {
            setSide(undefined);
          }}
        />
      )}
    </Stack>
  );
}
