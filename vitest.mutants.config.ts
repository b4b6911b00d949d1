/** What `npm run mutate` runs for every mutant: the unit tests beside the rules. */
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'

/** The quickest file first: the first test that fails ends the run of its mutant. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    return (await super.sort(files)).reverse()
  }
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['{payroll,events,search,workers/kafka}/**/*.test.ts', 'iso20022/charset.test.ts'],
    // Instrumented code is too slow for those that measure; a property over whole bank files takes two seconds, and half a minute once it fails.
    exclude: [...configDefaults.exclude, '**/*.int.test.ts', '**/worst-*.test.ts', '**/files-in-any-order.test.ts'],
    // A worker for each file takes longer than the file; each mutant has a worker of its own anyway.
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    testTimeout: 60_000,
  },
})
