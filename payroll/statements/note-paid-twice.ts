/** Notes as evidence of its own that a payment which had stopped is booked after all while its person was paid again by another. */
import { createHash } from 'node:crypto'
import { formatMinor } from '@/events/money'
import { Prisma, type Transaction } from '@/prisma/connect'
import { type Pair, pairsAround } from './paid-twice'

/** `problems` by the evidence's key; `firsts` are the end-to-end ids of the payments whose evidence is to be judged again. */
export type PaidTwice = { problems: ReadonlyMap<string, string>; firsts: ReadonlySet<string>; about: string[] }

/** Keeps the pairs that these payments are in. What was noted of them before is named as well: it may be so no longer. */
export async function notePaidTwice(tx: Transaction, endToEndIds: readonly string[]): Promise<PaidTwice> {
  const payouts = Prisma.sql`SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = ANY(${endToEndIds}::text[])`
  const pairs = await pairsAround(tx, payouts, 'many')
  const before = await tx.$queryRaw<{ id: string }[]>`SELECT end_to_end_id AS id FROM bank_claim WHERE paid_again_by IN (${payouts})`
  await keep(tx, pairs)
  const firsts = new Set(pairs.map(({ endToEndId }) => endToEndId))
  return {
    problems: new Map(pairs.map((pair) => [keyOf(pair), problemOf(pair)])),
    firsts,
    about: [...firsts, ...before.map(({ id }) => id)],
  }
}

async function keep(tx: Transaction, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return
  const rows = pairs.map((pair) => ({ ...pair, key: keyOf(pair), problem: problemOf(pair) }))
  await tx.$executeRaw`
    INSERT INTO bank_claim (key, kind, bank_message_id, end_to_end_id, amount_minor, currency, counterparty, reference, problem, paid_again_by)
    SELECT key, 'twice', "messageId", "endToEndId", "amountMinor", pair.currency, payout.beneficiary_name, "endToEndId", problem, "secondId"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS pair(key text, "messageId" uuid, "endToEndId" text, "amountMinor" bigint, currency text,
      problem text,
      "firstId" uuid, "secondId" uuid) JOIN payout ON payout.id = pair."firstId"
    ON CONFLICT (key) DO NOTHING`
}

const keyOf = ({ endToEndId, secondId }: Pair): string => createHash('sha256').update(`twice ${endToEndId} ${secondId}`).digest('hex')

function problemOf({ stopped, firstRun, secondRun, amountMinor, currency }: Pair): string {
  const amount = formatMinor(amountMinor, currency)
  return `${stopped === 'failed' ? 'failed' : 'came back'} in ${firstRun}, was paid again in ${secondRun}, and has now been booked after all: ${amount} ${currency} may be paid twice`
}
