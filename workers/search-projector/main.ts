/** The search projector: the only process that writes to the search index. */
import { letterRepairs } from '@/operations/repairs/letter-repairs'
import { workerRepairs } from '@/operations/repairs/worker-repairs'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { startTracing } from '@/platform/tracing'
import { VERSION } from '@/platform/version'
import { openSearch } from '@/search/client'
import { searchProjection } from '@/search/projection'
import { searchLetters } from '@/search/write-letters'
import { PROJECTION_VARIABLES, runProjection } from '../projection/run'
import { settleLetters } from '../projection/settle-letters'
import { watchRebuilds } from './rebuild'
import { watchReplays } from './replay'
import { watchReplaysFrom } from './replay-from'

endWithParent()
const config = readConfig(
  ...PROJECTION_VARIABLES,
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_API_KEY',
  'ELASTICSEARCH_CA_FILE',
  'SEARCH_INDEX_PREFIX',
)
const log = createLog('search-projector', config.LOG_LEVEL)
onShutdown(await startTracing({ process: 'search-projector', version: VERSION, log, clock: () => new Date() }))
const search = openSearch({
  url: config.ELASTICSEARCH_URL,
  apiKey: config.ELASTICSEARCH_API_KEY,
  caFile: config.ELASTICSEARCH_CA_FILE,
  prefix: config.SEARCH_INDEX_PREFIX,
})
onShutdown(() => search.client.close())
const clock = () => new Date()
const { HEARTBEAT_DATABASE_URL: databaseUrl } = config
runProjection(
  'search-projector',
  (era) => searchProjection({ search, era, clock, log }),
  config,
  log,
  async (around) => {
    if (databaseUrl === undefined) return
    const options = () => ({ ...around, repairs: workerRepairs(databaseUrl), search, clock })
    await Promise.all([
      watchRebuilds(options()),
      watchReplays(options()),
      watchReplaysFrom(options()),
      settleLetters({ ...around, repairs: letterRepairs(databaseUrl), letters: searchLetters(search), clock }),
    ])
  },
)
