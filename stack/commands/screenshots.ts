/** Takes the pictures of docs/screenshots anew: e2e/*.shots.ts on a PayLedger of their own, with its sample data. */
import { join } from 'node:path'
import { runCommand } from '../command'
import { ROOT } from '../paths'
import { program, showStep } from '../test-runner/run-step'
import { withProduct } from '../test-runner/with-product'

await runCommand(async () => {
  const args = [program('@playwright/test/cli.js'), 'test', ...process.argv.slice(2)]
  const PAYLEDGER_SCREENSHOTS = join(ROOT, 'docs/screenshots')
  process.exitCode = await withProduct(({ env }) => showStep(args, { ...env, PAYLEDGER_SCREENSHOTS }))
})
