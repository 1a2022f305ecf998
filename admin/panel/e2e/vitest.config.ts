import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    expect: { poll: { timeout: 15_000 } }, // the machine may be busy
    include: ['e2e/*.test.ts'],
    environment: 'node',
    fileParallelism: false, // each file has a site of its own, which is much for one machine
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
