/** Which payments the simulated bank refuses, and why. Always the same for the same account, amount and day. */
import { createHash } from 'node:crypto'
import type { Payment } from '@/iso20022/credit-transfer'

/** Accounts that end so are always answered so; for demonstrations and tests. */
export const FIXED_ENDINGS: Readonly<Record<string, string | null>> = {
  '40001': 'AC01',
  '40004': 'AC04',
  '40006': 'AC06',
  '40033': 'MS03',
  '40041': 'BE01',
  '40011': 'RC01',
  // Never refused.
  '88888': null,
}

/** 1.5 % of the payments are refused. */
const REFUSED_PER_10_000 = 150

/** How often each reason is given, out of 16; closed accounts and unspoken reasons lead, as in published statistics of returns. */
const REASONS = [
  'AC01',
  'AC01',
  'AC01',
  'AC04',
  'AC04',
  'AC04',
  'AC04',
  'AC06',
  'AC06',
  'BE01',
  'BE01',
  'MS03',
  'MS03',
  'MS03',
  'RC01',
  'RC01',
]

const TEXTS: Readonly<Record<string, string>> = {
  AC01: 'Account number incorrect',
  AC04: 'Account closed',
  AC06: 'Account blocked',
  BE01: 'Name and account do not match',
  RC01: 'Bank identifier incorrect',
}

export type Refusal = { code: string; text: string | null }

/** The refusal of one payment, or null when the bank pays it. */
export function refusalOf(payment: Payment, executionDate: string): Refusal | null {
  const ending = payment.creditor.account.slice(-5)
  const code = Object.hasOwn(FIXED_ENDINGS, ending) ? FIXED_ENDINGS[ending] : byChance(payment, executionDate)
  return code ? { code, text: TEXTS[code] ?? null } : null
}

/** Not by the end-to-end id: the sample data's failures shall not move when its ids do. */
function byChance(payment: Payment, executionDate: string): string | null {
  const hash = createHash('sha256')
    .update(`${payment.creditor.account} ${payment.amountMinor} ${payment.currency} ${executionDate}`)
    .digest()
  if (hash.readUInt32BE(0) % 10_000 >= REFUSED_PER_10_000) return null
  return REASONS[hash.readUInt8(4) % REASONS.length] ?? null
}
