/** The month's postings as double entries. Pure. */
import type { Kind, Posting } from './as-of'
import type { ToldCompany } from './told'

export type Entry = {
  date: string
  company: string
  text: string
  currency: string
  debit: string
  credit: string
  amountMinor: string
}
export type JournalLine = {
  date: string
  company: string
  account: string
  text: string
  debitMinor: string | null
  creditMinor: string | null
  currency: string
}

type Code = 'wages' | 'bank' | 'fees'
/** What the payroll owes is settled by the bank; what comes back is owed again; charges are an expense. */
const SIDES: Readonly<Record<Kind, { debit: Code; credit: Code; words: string }>> = {
  paid: { debit: 'wages', credit: 'bank', words: 'Payouts' },
  returned: { debit: 'bank', credit: 'wages', words: 'Payouts that came back' },
  fee: { debit: 'fees', credit: 'bank', words: 'Bank charges' },
  'return-fee': { debit: 'fees', credit: 'bank', words: 'Bank charges of returns' },
}

/** One entry for each posting, to the account codes that the company had when its month was prepared. */
export function entriesOf(postings: readonly Posting[], companies: readonly ToldCompany[]): Entry[] {
  const codes = new Map(companies.map(({ code, posting }) => [code, posting]))
  return postings.map(({ company, day, kind, corridor, currency, movements, amountMinor }) => {
    const accounts = codes.get(company)
    if (!accounts) throw new Error(`the ledger did not tell where company ${company} posts`)
    const { debit, credit, words } = SIDES[kind]
    const text = `${words} ${corridor}, ${movements}`
    return { date: day, company, text, currency, debit: accounts[debit], credit: accounts[credit], amountMinor }
  })
}

/** Two lines for each entry. @throws when debits and credits differ in a company and currency. */
export function linesOf(entries: readonly Entry[]): JournalLine[] {
  const lines = entries.flatMap(({ date, company, text, currency, debit, credit, amountMinor }): JournalLine[] => [
    { date, company, account: debit, text, debitMinor: amountMinor, creditMinor: null, currency },
    { date, company, account: credit, text, debitMinor: null, creditMinor: amountMinor, currency },
  ])
  for (const { debitMinor, creditMinor, company, currency } of totalsOf(lines))
    if (debitMinor !== creditMinor) throw new Error(`the journal of ${company} in ${currency} does not balance`)
  return lines
}

export type JournalTotal = { company: string; currency: string; debitMinor: string; creditMinor: string }

/** Debits and credits per company and currency. */
export function totalsOf(lines: readonly JournalLine[]): JournalTotal[] {
  const sums = new Map<string, { company: string; currency: string; debit: bigint; credit: bigint }>()
  for (const { company, currency, debitMinor, creditMinor } of lines) {
    const sum = sums.get(`${company} ${currency}`) ?? { company, currency, debit: 0n, credit: 0n }
    sum.debit += BigInt(debitMinor ?? 0)
    sum.credit += BigInt(creditMinor ?? 0)
    sums.set(`${company} ${currency}`, sum)
  }
  return [...sums.values()].map(({ debit, credit, ...which }) => ({ ...which, debitMinor: `${debit}`, creditMinor: `${credit}` }))
}
