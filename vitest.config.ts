import { configDefaults, defineConfig } from 'vitest/config'

const elsewhere = [...configDefaults.exclude, '.payledger/**', '.next*/**', 'e2e/**', 'faults/**', 'bench/**']

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.int.test.ts'],
          testTimeout: 60_000,
          // Nobody else needs the core that is left free otherwise: 93 s in place of 173 on two.
          maxWorkers: '100%',
          // They share nothing that one could spoil for another, and need not load everything anew: 46 s in place of 69.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['**/*.int.test.ts'],
          exclude: elsewhere,
          globalSetup: ['stack/test-runner/global-setup.ts'],
          // They share three servers and two cores, and wait for processes for a third of the time.
          maxWorkers: 3,
          // A limit is there for what hangs, not for what is slow: with eight busy processes on two cores a test of 8 s took more than 30 s.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
