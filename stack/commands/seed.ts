/** Loads the sample data into the PayLedger that the variables name, or else into the one that runs on this checkout. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand, say } from '../command'
import { STACK } from '../paths'
import { whoRuns } from '../running'
import { SetupProblem } from '../setup-problem'

type SampleData = { loadSampleData(options: { env: NodeJS.ProcessEnv; log: (line: string) => void }): Promise<unknown> }

await runCommand(async () => {
  const file = join(STACK, 'sample-data/load.ts')
  if (!existsSync(file)) return say('The sample data is not there yet: stack/sample-data/load.ts')
  if (!process.env.DATABASE_URL) {
    const running = await whoRuns()
    if (!running?.url || !running.env)
      throw new SetupProblem(
        'Sample data goes in through a running PayLedger: say `npm start` first, or set DATABASE_URL and the other variables of .env.example.',
      )
    Object.assign(process.env, running.env)
  }
  const { loadSampleData } = (await import(pathToFileURL(file).href)) as SampleData
  await loadSampleData({ env: process.env, log: say })
})
