/** Inputs many routes share. Messages are for people: the screens show them beside the field. */
import { z } from 'zod'

export const byId = z.object({ id: z.uuid() })

/** Three letters or digits that can be seen: blanks of no width and filler letters are a reason to nobody. */
function hasWords(text: string): boolean {
  return (text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3
}

/** A reason someone will read later, in the history: one line. That its characters are a text's is checked for every route, in handle.ts. */
export const reason = z
  .string({ error: 'Give a reason.' })
  .trim()
  .overwrite((text) => text.replace(/[ \t\r\n\u2028\u2029]*[\t\r\n\u2028\u2029][ \t\r\n\u2028\u2029]*/g, ' '))
  .min(3, 'Give a reason of at least 3 characters.')
  .max(500, 'At most 500 characters.')
  .refine(hasWords, 'Give a reason in words.')

const counts = z.int().min(0)

/** Why people are paid who are in another run of the period, and what of it was seen: `repetition` of the run or the import, as it was read. */
export const acceptance = z.object({
  reason,
  seen: z.object({
    equalLines: counts,
    runs: z.array(z.object({ reference: z.string(), people: counts, paid: counts, same: counts })).max(10_000),
  }),
})

export const withReason = z.object({ reason })

/** A month in an address. */
export const byMonth = z.object({ id: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) })

const accountCode = z.string().regex(/^\d{4,8}$/, 'An account code has 4 to 8 digits.')
/** The account codes of a company’s journal, and its numbers at DATEV. */
export const postingAccounts = z.object({
  wages: accountCode,
  bank: accountCode,
  fees: accountCode,
  consultant: z.int().min(1001).max(9_999_999),
  client: z.int().min(1).max(99_999),
})
