/** The tests that need no server; what follows goes to Vitest, such as a file or `-t NAME`. */
import { runCommand } from '../command'
import { program, showStep } from '../test-runner/run-step'

await runCommand(async () => {
  process.exitCode = await showStep([program('vitest/vitest.mjs'), 'run', '--project', 'unit', ...process.argv.slice(2)])
})
