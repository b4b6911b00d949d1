import { within } from '@/platform/within'
import { server } from './server'

const LIMIT_MS = 2_000

/** Whether this process of the app can work: it can as long as the ledger answers, soon. */
export const ledgerAnswers = (): Promise<boolean> =>
  within(
    LIMIT_MS,
    Promise.resolve()
      .then(() => server().ledger.$queryRaw`SELECT 1`)
      .then(() => true),
    false,
  )
