import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// What `npm run dev` shows stands on this server; `eval "$(./dev env)"` names it.
const server = process.env.WALCAST_ADMIN_URL ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  // walcast-admin puts a nonce of each answer in its place, see server/panel/files.cpp.
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: '../../build/panel',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the policy allows no font out of a data: address
    target: 'es2022',
  },
  server: {
    // The Origin is that of the server: it refuses changes by pages of others.
    proxy: Object.fromEntries(
      ['/api', '/sign-in', '/setup'].map((path) => [path, { target: server, changeOrigin: true, headers: { Origin: server } }]),
    ),
  },
  // A test that needs a page says so in its first line; all others begin sooner without one.
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node', restoreMocks: true },
});
