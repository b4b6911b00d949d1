/** Which processes have stopped because the ledger, or Kafka, is not the history they know. */
import type { Ledger } from '@/prisma/connect'

export type HistoryStop = {
  process: 'outbox-relay' | 'bank-gateway'
  /** The ledger's history keeps payments back, the rest only the copies. */
  kind: 'ledger' | 'events'
  sentence: string
  /** It only repeats what the other one finds. */
  isTold: boolean
  since: string
}

/** None while all is well. */
export function historyStops(db: Ledger): Promise<HistoryStop[]> {
  return db.$queryRaw`SELECT process, kind, sentence, is_told AS "isTold", iso_utc(since) AS since FROM history_stop ORDER BY since, process`
}
