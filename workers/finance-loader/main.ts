/** The finance loader: the only process that writes the landing and publishes marts. */
import { financeLetters } from '@/finance/landing/keep-letters'
import { newMending } from '@/finance/mending'
import { financeProjection } from '@/finance/projection'
import { letterRepairs } from '@/operations/repairs/letter-repairs'
import { workerRepairs } from '@/operations/repairs/worker-repairs'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { startTracing } from '@/platform/tracing'
import { VERSION } from '@/platform/version'
import { PROJECTION_VARIABLES, runProjection } from '../projection/run'
import { settleLetters } from '../projection/settle-letters'
import { watchRefills } from './refill'
import { republications } from './repairs'
import { watchReplaysFrom } from './replay-from'

endWithParent()
const config = readConfig(...PROJECTION_VARIABLES, 'FINANCE_DIR')
const log = createLog('finance-loader', config.LOG_LEVEL)
const { HEARTBEAT_DATABASE_URL: databaseUrl, FINANCE_DIR: dir } = config
const clock = () => new Date()
const mending = newMending()
const landed = new Set<string>()
onShutdown(await startTracing({ process: 'finance-loader', version: VERSION, log, clock }))
const asked = databaseUrl === undefined ? null : republications(workerRepairs(databaseUrl), dir, log, landed)
runProjection(
  'finance-loader',
  (era) => financeProjection({ dir, era, clock, log, mending, wanted: () => asked?.wanted() ?? null }),
  config,
  log,
  async (around) => {
    if (databaseUrl === undefined || asked === null) return
    await Promise.all([
      asked.watch(around.signal),
      watchRefills({ ...around, repairs: workerRepairs(databaseUrl), dir, clock }),
      watchReplaysFrom({ ...around, repairs: workerRepairs(databaseUrl), dir, clock, mending, landed }),
      settleLetters({ ...around, repairs: letterRepairs(databaseUrl), letters: financeLetters(dir, mending), clock }),
    ])
  },
)
