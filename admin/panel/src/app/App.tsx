import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { type ReactNode, useEffect, useState } from 'react';
import { Admin, CustomRoutes, type I18nProvider, Resource, type Store } from 'react-admin';
import { createBrowserRouter, Route, RouterProvider } from 'react-router-dom';
import { authProvider, leaveToSignIn } from '../api/authProvider.ts';
import { Client } from '../api/client.ts';
import { ClientContext } from '../api/ClientContext.tsx';
import { SessionEnd } from '../api/SessionEnd.ts';
import { SessionEndContext } from '../api/SessionEndContext.tsx';
import { dataProvider } from '../api/dataProvider.ts';
import { savedBy } from '../freshness/saved.ts';
import { Saves } from '../freshness/saves.ts';
import { SavesContext } from '../freshness/SavesContext.tsx';
import { firstLocale, providers } from '../i18n/i18nProvider.ts';
import { Denied } from '../ui/Denied.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Missing } from '../ui/Missing.tsx';
import { chunk } from './chunk.tsx';
import { Layout } from './Layout.tsx';
import { ownLists } from './ownLists.ts';
import { resources } from './resources.tsx';
import { panelStore } from './store.ts';
import { darkTheme, lightTheme } from './theme.ts';

const OperationsPage = chunk(() => import('../operations/OperationsPage.tsx'));
const Dashboard = chunk(() => import('../dashboard/Dashboard.tsx'));
const FreshnessPage = chunk(() => import('../freshness/FreshnessPage.tsx'));
const SearchPage = chunk(() => import('../search/SearchPage.tsx'));
const Profile = chunk(() => import('../profile/Profile.tsx'));
const HistoryPage = chunk(() => import('../history/HistoryPage.tsx'));
const RecordHistoryPage = chunk(() => import('../history/RecordHistoryPage.tsx'));

const LoadingNow = () => <Loading now />;

/** All of the panel. `nonce`: what the Content-Security-Policy of the page allows styles with. */
export function createApp(nonce: string) {
  const store = panelStore();
  const locale = () => firstLocale(store.getItem('locale'), navigator.languages);
  const texts = () => providers[locale()];
  const saves = new Saves();
  const end = new SessionEnd(leaveToSignIn);
  const client = new Client({
    language: locale,
    signIn: () => {
      end.over();
    },
    unreachable: () => ({
      detail: texts().translate('app.unreachable.detail'),
      hint: texts().translate('app.unreachable.hint'),
    }),
    changed: (change) => {
      const saved = savedBy(change);
      if (saved !== undefined) saves.add(saved);
    },
  });
  const styles = createCache({ key: 'w', nonce });
  const data = dataProvider(client);
  const auth = ownLists(authProvider(client, end), client, store);

  const admin = (i18n: I18nProvider) => (
    <Admin
      dataProvider={data}
      authProvider={auth}
      i18nProvider={i18n}
      store={store}
      layout={Layout}
      dashboard={Dashboard}
      loading={LoadingNow}
      error={Failure}
      catchAll={Missing}
      accessDenied={Denied}
      theme={lightTheme}
      darkTheme={darkTheme}
      loginPage={false}
      title="walcast"
      requireAuth
      disableTelemetry
    >
      {resources.map((resource) => (
        <Resource key={resource.name} {...resource} />
      ))}
      <CustomRoutes>
        <Route path="/operations" element={<OperationsPage />} />
        <Route path="/:resource/:id/freshness" element={<FreshnessPage />} />
        <Route path="/search" element={<SearchPage />} />
        <Route path="/profile" element={<Profile />} />
        <Route path="/history" element={<HistoryPage />} />
        <Route path="/films/:id/history" element={<RecordHistoryPage resource="films" />} />
        <Route path="/genres/:id/history" element={<RecordHistoryPage resource="genres" />} />
        <Route path="/persons/:id/history" element={<RecordHistoryPage resource="persons" />} />
      </CustomRoutes>
    </Admin>
  );
  const router = createBrowserRouter([{ path: '*', element: <Speaking store={store}>{() => admin(texts())}</Speaking> }]);
  return (
    <CacheProvider value={styles}>
      <ClientContext value={client}>
        <SessionEndContext value={end}>
          <SavesContext value={saves}>
            <RouterProvider router={router} />
          </SavesContext>
        </SessionEndContext>
      </ClientContext>
    </CacheProvider>
  );
}

/** Shows its content anew in whatever language is chosen, here or in another window. */
function Speaking({ store, children }: { store: Store; children: () => ReactNode }) {
  const [, setLocale] = useState<unknown>();
  useEffect(() => store.subscribe('locale', setLocale), [store]);
  return children();
}
