/** Changes the rules one place at a time and runs their unit tests, which should notice; what follows goes to Stryker, such as `--mutate FILE`. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../command'
import { ROOT } from '../paths'
import { program, showStep } from '../test-runner/run-step'

await runCommand(async () => {
  // A run that was ended by Ctrl-C leaves its copy of the sources.
  rmSync(join(ROOT, '.payledger/mutants/work'), { recursive: true, force: true })
  process.exitCode = await showStep([program('@stryker-mutator/core/bin/stryker.js'), 'run', ...process.argv.slice(2)])
})
