/** The phases of `npm test`, one after the other. One that fails does not keep the later ones from running when they still can. */
import { onShutdown } from '@/platform/shutdown'
import { runChecks } from '../checks/checks'
import { buildApp } from '../next-build'
import type { Environment } from '../processes/environment'
import { clockOfCommit } from './fake-clock'
import { type FoundServers, temporaryServers } from './find-servers'
import { TEST_BUILD } from './product'
import { runFromNothing, runPlaywright, runVitest } from './run-tests'
import { single, sum, type Tally } from './tally'
import { withProduct } from './with-product'

export type Phase = { name: string; run: (log: (line: string) => void) => Promise<Tally> }

/** The phases, sharing what one starts and a later one needs. */
export function testPhases(): Phase[] {
  let servers: Pick<FoundServers, 'env' | 'stop'> | null = null
  let built = false
  let clock: Environment = {}
  return [
    { name: 'check', run: check },
    {
      name: 'unit',
      run(log) {
        clock = clockOfCommit(log)
        // Once in another language and the time zone farthest from ours; the other phases run in those of this machine.
        return runVitest('unit', { LC_ALL: 'C', TZ: 'Pacific/Auckland', ...clock })
      },
    },
    {
      name: 'servers',
      async run(log) {
        servers = await temporaryServers(log, clock)
        onShutdown(servers.stop)
        return single('servers', '')
      },
    },
    {
      name: 'integration',
      async run() {
        if (!servers) return single('integration', 'not run: the servers did not start')
        try {
          return await runVitest('int', { ...servers.env, ...clock })
        } finally {
          await servers.stop()
        }
      },
    },
    {
      name: 'build',
      async run() {
        await buildApp(TEST_BUILD)
        built = true
        return single('build', '')
      },
    },
    { name: 'browser', run: async () => (built ? browser() : single('browser', 'not run: the app could not be built')) },
  ]
}

/** Each check counts as one. */
async function check(log: (line: string) => void): Promise<Tally> {
  const results = await runChecks(({ name, problems, seconds }) =>
    log(`${problems ? 'FAILED' : 'passed'}  ${name} · ${seconds.toFixed(1)} s`),
  )
  return sum(results.map(({ name, problems }) => single(name, problems)))
}

/** That all of it starts counts as one; then once more, with nothing in it. */
async function browser(): Promise<Tally> {
  const filled = await withProduct(async ({ env }) => sum([single('npm start', ''), await runPlaywright(env)]))
  return sum([filled, await withProduct(({ env }) => runFromNothing(env), { empty: true })])
}
