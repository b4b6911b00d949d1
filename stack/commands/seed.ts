/** Loads the sample data into an empty ledger: the one the variables name, or that of a running `npm run stack`. `npm start` does it by itself. */
import { runCommand, say } from '../command'
import { demoVariables } from '../demo-variables'
import { ensureDatabase, migrate } from '../migrate'
import { whoRuns } from '../running'
import { SetupProblem } from '../setup-problem'

await runCommand(async () => {
  if (!process.env.DATABASE_URL) {
    const running = await whoRuns()
    if (running && running.command !== 'stack') return say('A running PayLedger has loaded its sample data already.')
    if (!running?.env)
      throw new SetupProblem(
        'There is no ledger to load into: say `npm start`, which loads it by itself, or `npm run stack`, or set DATABASE_URL.',
      )
    Object.assign(process.env, running.env)
    await ensureDatabase(process.env.DATABASE_URL ?? '')
    await migrate(process.env.DATABASE_URL ?? '')
  }
  for (const [name, value] of Object.entries(demoVariables())) process.env[name] ||= value
  // Imported only now: what it imports may read its variables as it loads.
  const { loadSampleData } = await import('../sample-data/load')
  const loaded = await loadSampleData({ env: process.env, log: say, now: new Date() })
  say(loaded === null ? 'The ledger is not empty: nothing was loaded.' : `${loaded} payouts`)
})
