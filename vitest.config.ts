import { configDefaults, defineConfig } from 'vitest/config'

const elsewhere = [...configDefaults.exclude, '.payledger/**', '.next*/**', 'e2e/**', 'faults/**', 'bench/**']

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...elsewhere, '**/*.int.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['**/*.int.test.ts'],
          exclude: elsewhere,
          globalSetup: ['stack/test-runner/global-setup.ts'],
          // They share three servers and two cores, and wait for processes most of the time.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
