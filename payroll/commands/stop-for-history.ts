/** Says in the ledger itself that the gateway has stopped, for whoever looks at a desk. No act of business: the ledger at hand may be the wrong one. */
import type { Ledger } from '@/prisma/connect'

/** Notes why the gateway stops, or with null that it does not. */
export async function stopForHistory(ledger: Ledger, sentence: string | null): Promise<void> {
  if (sentence === null) await ledger.$executeRaw`DELETE FROM history_stop WHERE process = 'bank-gateway'`
  else
    await ledger.$executeRaw`
      INSERT INTO history_stop (process, kind, sentence) VALUES ('bank-gateway', 'ledger', ${sentence})
      ON CONFLICT (process) DO UPDATE SET sentence = excluded.sentence WHERE history_stop.sentence <> excluded.sentence`
}
