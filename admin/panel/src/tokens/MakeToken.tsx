import AddIcon from '@mui/icons-material/Add';
import { useState } from 'react';
import { CheckboxGroupInput, maxLength, required, SelectInput, TextInput, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { NewToken, Session } from '../api/types.ts';
import { CodeInput, PasswordProof } from '../profile/ProofInputs.tsx';
import { AskButton } from '../ui/AskButton.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';
import { OnceDialog } from '../ui/OnceDialog.tsx';
import { scopesFor } from './state.ts';

const periods = [7, 30, 90, 180, 366];

interface MakeTokenProps {
  session: Session;
  /** The user has a second factor, whose code is asked for too. */
  second: boolean;
  onMade: () => void;
}

/** A new token of one's own: what it may, and for how long; shown once. */
export function MakeToken({ session, second, onMade }: MakeTokenProps) {
  const translate = useTranslate();
  const client = useClient();
  const [made, setMade] = useState<NewToken>();
  return (
    <>
      <AskButton
        startIcon={<AddIcon />}
        dialog={(close) => (
          <FormDialog
            title={translate('tokens.make.title')}
            text={translate('tokens.make.text')}
            action={translate('tokens.make.action')}
            initial={{ scopes: ['read'], days: 90 }}
            onSubmit={async ({ name, scopes, days, password, code }) => {
              const body: Record<string, unknown> = { name, scopes, days, password };
              if (second) body.code = code;
              const { data } = await client.send<NewToken>('/api/account/tokens', { method: 'POST', body });
              close();
              setMade(data);
              onMade();
            }}
            onClose={close}
          >
            <TextInput source="name" label="tokens.make.name" validate={[required(), maxLength(100)]} autoComplete="off" />
            <CheckboxGroupInput
              source="scopes"
              label="tokens.make.scopes"
              choices={scopesFor(session.permissions).map((id) => ({ id, name: `tokens.scopes.${id}` }))}
              validate={required()}
            />
            <SelectInput
              source="days"
              label="tokens.make.days"
              choices={periods.map((id) => ({ id, name: translate('tokens.make.period', { smart_count: id }) }))}
              translateChoice={false}
              validate={required()}
            />
            <PasswordProof user={session.name} />
            {second && <CodeInput label="profile.factor.code_or_recovery" />}
          </FormDialog>
        )}
      >
        {translate('tokens.make.open')}
      </AskButton>
      {made !== undefined && (
        <OnceDialog
          title={translate('tokens.make.done', { name: made.name })}
          text={translate('tokens.make.keep')}
          label={translate('tokens.make.label')}
          secrets={[made.token]}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </>
  );
}
