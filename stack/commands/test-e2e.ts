/** The browser tests on a PayLedger of their own, or on the one PAYLEDGER_URL names. What follows goes to Playwright. */
import { runCommand } from '../command'
import { program, showStep } from '../test-runner/run-step'
import { withProduct } from '../test-runner/with-product'

await runCommand(async () => {
  const args = [program('@playwright/test/cli.js'), 'test', ...process.argv.slice(2)]
  process.exitCode = process.env.PAYLEDGER_URL ? await showStep(args) : await withProduct(({ env }) => showStep(args, env))
})
