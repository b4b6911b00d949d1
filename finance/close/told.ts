/** What the ledger tells a pack, as it was kept when the close was prepared. */
import { z } from 'zod'

const posting = z.object({ wages: z.string(), bank: z.string(), fees: z.string(), consultant: z.int(), client: z.int() })
const account = z.object({ currency: z.string(), last4: z.string(), home: z.boolean(), opening: z.null(), closing: z.null() })
const company = z.object({ id: z.string(), code: z.string(), name: z.string(), timeZone: z.string(), posting, accounts: z.array(account) })
const exception = z.object({
  reference: z.string(),
  problem: z.string(),
  company: z.string().nullable(),
  amountMinor: z.string().nullable(),
  currency: z.string().nullable(),
  state: z.string(),
  resolution: z.string().nullable(),
  reason: z.string().nullable(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
})
const explanation = z.object({
  item: z.string(),
  name: z.string(),
  found: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
})

const told = z.object({
  format: z.literal(1),
  closeId: z.uuid(),
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
  round: z.int(),
  era: z.int(),
  position: z.string().regex(/^\d+$/),
  coveredUntil: z.string(),
  preparedBy: z.object({ id: z.string(), name: z.string() }),
  preparedAt: z.string(),
  checklist: z.array(z.object({ key: z.string(), state: z.string(), sentence: z.string() })),
  companies: z.array(company),
  exceptions: z.array(exception),
  explanations: z.array(explanation),
})
export type Told = z.output<typeof told>
export type ToldCompany = Told['companies'][number]

/** @throws when it is not what a ledger tells. */
export const readTold = (text: string): Told => told.parse(JSON.parse(text))
