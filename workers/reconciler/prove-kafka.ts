/** Whether Kafka holds every event as the journal has it, after it was filled anew: each message is read, and the journal is numbered again beside it. */
import type { Proof } from '@/operations/repairs/repair'
import type { Found, ProveOptions } from './held-against-ledger'

const NAMED_MAX = 20

/** @throws when a store does not answer. */
export async function proveKafka({ compareJournal }: ProveOptions): Promise<Found> {
  const { position, events, leftOut, differences } = await compareJournal()
  if (leftOut !== null) throw new Error(`Kafka cannot be compared: ${leftOut}`)
  const proof: Proof = {
    ...{ position: String(position), payouts: 0, events, differenceCount: differences.length },
    differences: differences.slice(0, NAMED_MAX).map(({ kind, subject, cause }) => ({ payoutId: `${kind} ${subject}`, cause })),
  }
  const refusal = `Kafka was filled anew, and differs from the journal in ${differences.length === 1 ? '1 place' : `${differences.length} places`}.`
  return { proof, verdict: { whenEqual: 'done', refusal } }
}
