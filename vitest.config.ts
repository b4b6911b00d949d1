import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const elsewhere = [...configDefaults.exclude, '.payledger/**', '.next*/**', 'e2e/**', 'faults/**', 'bench/**']

/** Those of more than a minute, longest first; for most of it they wait for limits of servers and processes. */
const LONGEST = [
  'stack/orphans',
  'workers/outbox-relay/lost',
  'workers/metrics',
  'workers/reconciler/replay',
  'workers/reconciler/refill',
  'app/operations/relay-standby',
  'app/operations/pipeline-states',
  'desks/operations/read-copies',
  'app/api/finance/months',
  'app/operations/copy-states',
  'workers/reconciler/churn',
]

/** On a machine that has not run them the largest file would begin first, and one worker be left alone at the end with one that waits for minutes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

/** Where a file stands in the list; what is not named comes after it. */
function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.int.test.ts`))
  return place < 0 ? LONGEST.length : place
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    sequence: { sequencer: LongestFirst },
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
