import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { lazy } from 'react';
import { Admin, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { createBrowserRouter, Route, RouterProvider } from 'react-router-dom';
import { authProvider, leaveToSignIn } from '../api/authProvider.ts';
import { Client } from '../api/client.ts';
import { ClientContext } from '../api/ClientContext.tsx';
import { dataProvider } from '../api/dataProvider.ts';
import { firstLocale, i18nProvider } from '../i18n/i18nProvider.ts';
import { Denied } from '../ui/Denied.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Missing } from '../ui/Missing.tsx';
import { Layout } from './Layout.tsx';
import { resources } from './resources.tsx';
import { darkTheme, lightTheme } from './theme.ts';

const HistoryPage = lazy(() => import('../history/HistoryPage.tsx'));
const RecordHistoryPage = lazy(() => import('../history/RecordHistoryPage.tsx'));

/** All of the panel. `nonce`: what the Content-Security-Policy of the page allows styles with. */
export function createApp(nonce: string) {
  const store = localStorageStore(undefined, 'walcast');
  const texts = i18nProvider(firstLocale(store.getItem('locale'), navigator.languages));
  const client = new Client({
    language: () => texts.getLocale(),
    signIn: leaveToSignIn,
    unreachable: () => ({
      detail: texts.translate('app.unreachable.detail'),
      hint: texts.translate('app.unreachable.hint'),
    }),
  });
  const styles = createCache({ key: 'w', nonce });
  const data = dataProvider(client);
  const auth = authProvider(client);

  const admin = (
    <Admin
      dataProvider={data}
      authProvider={auth}
      i18nProvider={texts}
      store={store}
      layout={Layout}
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
        <RouterProvider router={router} />
      </ClientContext>
    </CacheProvider>
  );
}
