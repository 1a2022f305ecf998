export default {
  app: {
    menu: { label: 'Sections', catalogue: 'Catalogue', administration: 'Administration' },
    theme: { label: 'Theme', light: 'Light', dark: 'Dark', auto: 'As the system' },
    language: { label: 'Language' },
    account: { label: 'Account of %{name}', profile: 'Your profile' },
    preferences: { unsaved: 'Your choice holds for this page only, it could not be saved. %{why}' },
    unreachable: {
      detail: 'The server does not answer.',
      hint: 'Check the connection, then try again.',
      wait: 'This page comes by itself once it does.',
      again: 'Try again',
    },
    renewed: { title: 'The panel has been renewed', text: 'This page belongs to a version that is not there any more. Load the panel anew to have the present one.' },
    session: {
      title: 'Your session is over',
      text: 'What you have typed is still here. Sign in in a new tab, then save again.',
      sign_in: 'Sign in in a new tab',
      back: 'Back to the form',
      again: 'You are signed in again: save now.',
    },
    failure: {
      title: 'This page has failed',
      text: 'What was saved is saved. Load the page anew; if it fails again, tell the operator what stands below.',
      again: 'Load anew',
      home: 'To the films',
    },
    missing: { title: 'There is nothing at this address', text: 'It may have been deleted, or the link is incomplete.' },
    denied: { title: 'Your role does not allow this', text: 'Ask an administrator for a role that does.' },
    offline: 'There is no connection. What you see may be old; what you save does not reach the server. It goes on by itself once there is one.',
    pages: 'Pages of the list',
    loading: 'Loading',
  },
};
