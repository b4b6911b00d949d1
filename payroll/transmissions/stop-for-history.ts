/** Says in the ledger itself that the gateway has stopped, for whoever looks at a desk. No act of business: the ledger at hand may be the wrong one. */
import type { Ledger } from '@/prisma/connect'

/** Notes why the gateway stops, and whether the relay told it so; or with null that it does not. */
export async function stopForHistory(ledger: Ledger, stop: { sentence: string; isTold: boolean } | null): Promise<void> {
  if (stop === null) await ledger.$executeRaw`DELETE FROM history_stop WHERE process = 'bank-gateway'`
  else
    await ledger.$executeRaw`
      INSERT INTO history_stop (process, kind, sentence, is_told) VALUES ('bank-gateway', 'ledger', ${stop.sentence}, ${stop.isTold})
      ON CONFLICT (process) DO UPDATE SET sentence = excluded.sentence, is_told = excluded.is_told
        WHERE (history_stop.sentence, history_stop.is_told) <> (excluded.sentence, excluded.is_told)`
}
