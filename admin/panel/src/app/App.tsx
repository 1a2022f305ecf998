import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { lazy } from 'react';
import { Admin, CustomRoutes, Resource } from 'react-admin';
import { createBrowserRouter, Route, RouterProvider } from 'react-router-dom';
import { authProvider, leaveToSignIn } from '../api/authProvider.ts';
import { Client } from '../api/client.ts';
import { ClientContext } from '../api/ClientContext.tsx';
import { dataProvider } from '../api/dataProvider.ts';
import { savedBy } from '../freshness/saved.ts';
import { Saves } from '../freshness/saves.ts';
import { SavesContext } from '../freshness/SavesContext.tsx';
import { firstLocale, i18nProvider } from '../i18n/i18nProvider.ts';
import { Denied } from '../ui/Denied.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Missing } from '../ui/Missing.tsx';
import { Layout } from './Layout.tsx';
import { ownLists } from './ownLists.ts';
import { resources } from './resources.tsx';
import { panelStore } from './store.ts';
import { darkTheme, lightTheme } from './theme.ts';

const OperationsPage = lazy(() => import('../operations/OperationsPage.tsx'));
const Dashboard = lazy(() => import('../dashboard/Dashboard.tsx'));
const FreshnessPage = lazy(() => import('../freshness/FreshnessPage.tsx'));
const SearchPage = lazy(() => import('../search/SearchPage.tsx'));
const Profile = lazy(() => import('../profile/Profile.tsx'));
const HistoryPage = lazy(() => import('../history/HistoryPage.tsx'));
const RecordHistoryPage = lazy(() => import('../history/RecordHistoryPage.tsx'));

/** All of the panel. `nonce`: what the Content-Security-Policy of the page allows styles with. */
export function createApp(nonce: string) {
  const store = panelStore();
  const texts = i18nProvider(firstLocale(store.getItem('locale'), navigator.languages));
  const saves = new Saves();
  const client = new Client({
    language: () => texts.getLocale(),
    signIn: leaveToSignIn,
    unreachable: () => ({
      detail: texts.translate('app.unreachable.detail'),
      hint: texts.translate('app.unreachable.hint'),
    }),
    changed: (change) => {
      const saved = savedBy(change);
      if (saved !== undefined) saves.add(saved);
    },
  });
  const styles = createCache({ key: 'w', nonce });
  const data = dataProvider(client);
  const auth = ownLists(authProvider(client), client, store);

  const admin = (
    <Admin
      dataProvider={data}
      authProvider={auth}
      i18nProvider={texts}
      store={store}
      layout={Layout}
      dashboard={Dashboard}
      loading={Loading}
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
  const router = createBrowserRouter([{ path: '*', element: admin }]);
  return (
    <CacheProvider value={styles}>
      <ClientContext value={client}>
        <SavesContext value={saves}>
          <RouterProvider router={router} />
        </SavesContext>
      </ClientContext>
    </CacheProvider>
  );
}
