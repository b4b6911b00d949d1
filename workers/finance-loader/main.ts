/** The finance loader: the only process that writes the landing and publishes marts. */
import { financeProjection } from '@/finance/projection'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent } from '@/platform/shutdown'
import { PROJECTION_VARIABLES, runProjection } from '../projection/run'

endWithParent()
const config = readConfig(...PROJECTION_VARIABLES, 'FINANCE_DIR')
const log = createLog('finance-loader', config.LOG_LEVEL)
const around = { dir: config.FINANCE_DIR, clock: () => new Date(), log }
runProjection('finance-loader', (era) => financeProjection({ ...around, era }), config, log)
