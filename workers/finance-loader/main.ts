/** The finance loader: the only process that writes the landing and publishes marts. */
import { FIRST_ERA } from '@/events/topics'
import { financeProjection } from '@/finance/projection'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent } from '@/platform/shutdown'
import { PROJECTION_VARIABLES, runProjection } from '../projection/run'

endWithParent()
const config = readConfig(...PROJECTION_VARIABLES, 'FINANCE_DIR')
const log = createLog('finance-loader', config.LOG_LEVEL)
runProjection('finance-loader', financeProjection({ dir: config.FINANCE_DIR, era: FIRST_ERA, clock: () => new Date(), log }), config, log)
