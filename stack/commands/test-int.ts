/** The tests on real servers: those of a running `npm run stack`, else their own. What follows goes to Vitest, such as a file or `-t NAME`. */
import { runCommand } from '../command'
import { program, showStep } from '../test-runner/run-step'

await runCommand(async () => {
  process.exitCode = await showStep([program('vitest/vitest.mjs'), 'run', '--project', 'int', ...process.argv.slice(2)])
})
