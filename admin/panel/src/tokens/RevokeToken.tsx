import { useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { Token } from '../api/types.ts';
import { AskButton } from '../ui/AskButton.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';

interface RevokeTokenProps {
  token: Token;
  /** Where it is revoked: '/api/account/tokens' for one's own, '/api/admin/tokens' for anybody's. */
  place: string;
  onRevoked: () => void;
}

/** A button for a token that is valid; asks once more. */
export function RevokeToken({ token, place, onRevoked }: RevokeTokenProps) {
  const translate = useTranslate();
  const client = useClient();
  const notify = useNotify();
  const { name } = token;
  if (!token.valid) return null;
  return (
    <AskButton
      variant="text"
      size="small"
      color="error"
      aria-label={translate('tokens.revoke.named', { name })}
      dialog={(close) => (
        <FormDialog
          title={translate('tokens.revoke.title', { name })}
          text={translate('tokens.revoke.text')}
          action={translate('tokens.revoke.action')}
          dangerous
          onSubmit={async () => {
            await client.send(`${place}/${token.id}`, { method: 'DELETE' });
            close();
            notify('tokens.revoke.done', { type: 'success', messageArgs: { name } });
            onRevoked();
          }}
          onClose={close}
        />
      )}
    >
      {translate('tokens.revoke.open')}
    </AskButton>
  );
}
