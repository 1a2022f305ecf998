import { Box, Button, Chip, List, ListItem, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { leaveToSignIn } from '../api/authProvider.ts';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { OwnSession } from '../api/types.ts';
import { AskButton } from '../ui/AskButton.tsx';
import { Facts } from '../ui/Facts.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';
import { Moment } from '../ui/Moment.tsx';
import { Section } from '../ui/Section.tsx';
import { useRenewAccount } from './account.ts';
import { partsOf } from './agent.ts';

const path = '/api/account/sessions';

export function SessionsSection({ sessions }: { sessions: OwnSession[] }) {
  const translate = useTranslate();
  return (
    <Section
      title={translate('profile.sessions.title')}
      text={translate('profile.sessions.text')}
      actions={
        <AskButton color="error" dialog={(close) => <LeaveEverywhere onClose={close} />}>
          {translate('profile.sessions.everywhere')}
        </AskButton>
      }
    >
      <List disablePadding>
        {sessions.map((session, at) => (
          <SessionRow key={session.id} session={session} last={at === sessions.length - 1} />
        ))}
      </List>
    </Section>
  );
}

function LeaveEverywhere({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const client = useClient();
  return (
    <FormDialog
      title={translate('profile.sessions.everywhere')}
      text={translate('profile.sessions.everywhere_text')}
      action={translate('profile.sessions.everywhere_action')}
      dangerous
      onSubmit={async () => {
        await client.send(path, { method: 'DELETE' });
        client.forget();
        leaveToSignIn();
      }}
      onClose={onClose}
    />
  );
}

function SessionRow({ session, last }: { session: OwnSession; last: boolean }) {
  const translate = useTranslate();
  const agent = useAgent(session.agent);
  return (
    <ListItem disableGutters divider={!last} sx={{ gap: 2, justifyContent: 'space-between' }}>
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
          <Typography component="span" title={session.agent} sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
            {agent}
          </Typography>
          {session.current && <Chip size="small" color="success" variant="outlined" label={translate('profile.sessions.this')} />}
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          <Facts>
            {session.address}
            <>
              {translate('profile.sessions.begun')} <Moment value={session.begun} />
            </>
            <>
              {translate('profile.sessions.used')} <Moment value={session.used} />
            </>
          </Facts>
        </Typography>
      </Box>
      {!session.current && <EndButton session={session} agent={agent} />}
    </ListItem>
  );
}

function EndButton({ session, agent }: { session: OwnSession; agent: string }) {
  const translate = useTranslate();
  const client = useClient();
  const notify = useNotify();
  const renew = useRenewAccount();
  const [pending, setPending] = useState(false);
  const end = async () => {
    setPending(true);
    try {
      await client.send(`${path}/${encodeURIComponent(session.id)}`, { method: 'DELETE' });
      notify('profile.sessions.ended', { type: 'success' });
    } catch (error) {
      notify(inWords(error), { type: 'error' });
    } finally {
      setPending(false);
      renew();
    }
  };
  return (
    <Button size="small" color="error" loading={pending} aria-label={translate('profile.sessions.end_named', { agent })} onClick={() => void end()} sx={{ flexShrink: 0 }}>
      {translate('profile.sessions.end')}
    </Button>
  );
}

function useAgent(text: string): string {
  const translate = useTranslate();
  const { browser, system } = partsOf(text);
  if (browser !== undefined && system !== undefined) return translate('profile.sessions.agent', { browser, system });
  return text === '' ? translate('profile.sessions.unknown') : text.slice(0, 60);
}
