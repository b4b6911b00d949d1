/** The finance loader: the only process that writes the landing and publishes marts. */
import { financeProjection } from '@/finance/projection'
import { workerRepairs } from '@/operations/repairs/worker-repairs'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent } from '@/platform/shutdown'
import { PROJECTION_VARIABLES, runProjection } from '../projection/run'
import { republications } from './repairs'

endWithParent()
const config = readConfig(...PROJECTION_VARIABLES, 'FINANCE_DIR')
const log = createLog('finance-loader', config.LOG_LEVEL)
const { HEARTBEAT_DATABASE_URL: databaseUrl } = config
const asked = databaseUrl === undefined ? null : republications(workerRepairs(databaseUrl), log)
const around = { dir: config.FINANCE_DIR, clock: () => new Date(), log, wanted: () => asked?.wanted() ?? null }
runProjection(
  'finance-loader',
  (era) => financeProjection({ ...around, era }),
  config,
  log,
  async ({ signal }) => asked?.watch(signal),
)
