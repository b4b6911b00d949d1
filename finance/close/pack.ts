/** What a pack says, and its files: a function of the events up to the close's position and of what the ledger told. Pure. */
import { createHash } from 'node:crypto'
import { decimalOf } from '@/events/money'
import { PAYOUT_V1 } from '@/events/payout-v1'
import { PAYROLL_RUN_V1 } from '@/events/payroll-run-v1'
import type { Kind, MonthFigures } from './as-of'
import { datevBatch } from './datev'
import { entriesOf, type JournalTotal, linesOf, totalsOf } from './journal'
import { type Cell, csvOf, type Table, workbookOf } from './tables'
import type { Told } from './told'

export type Balance = {
  company: string
  currency: string
  account: string | null
  openingMinor: string | null
  paidMinor: string
  returnedMinor: string
  feesMinor: string
  movedMinor: string
  closingMinor: string | null
  note: string
}

export type Hashes = { events: string; movements: string; told: string; sql: string }
export type Pack = Omit<MonthFigures, 'moved' | 'postings'> & {
  format: 1
  told: Told
  contract: string[]
  hashes: Hashes
  balances: Balance[]
  journalTotals: JournalTotal[]
  /** Currencies whose postings are in the journal's CSV alone. */
  notInDatev: string[]
}

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  paid: 'Paid',
  returned: 'Came back',
  fee: 'Charges',
  'return-fee': 'Charges of returns',
}

/** The pack, and each of its files but the movements, by name. */
export function packOf(told: Told, month: MonthFigures, hashes: Hashes): { pack: Pack; files: Map<string, Uint8Array> } {
  const { figures, controlTotals, moved, postings } = month
  const entries = entriesOf(postings, told.companies)
  const lines = linesOf(entries)
  const pack: Pack = {
    format: 1,
    told,
    contract: [PAYOUT_V1, PAYROLL_RUN_V1],
    hashes,
    figures,
    controlTotals,
    balances: balancesOf(told, moved),
    journalTotals: totalsOf(lines),
    notInDatev: [...new Set(entries.map(({ currency }) => currency))].filter((currency) => currency !== 'EUR').sort(),
  }
  const journal: Table = {
    name: 'Journal',
    header: ['Date', 'Company', 'Account', 'Text', 'Debit', 'Credit', 'Currency'],
    rows: lines.map((each) => [
      ...[each.date, each.company, each.account, each.text],
      ...[decimal(each.debitMinor, each.currency), decimal(each.creditMinor, each.currency), each.currency],
    ]),
  }
  const tables = [figuresTable(pack), controlTable(pack), balancesTable(pack), exceptionsTable(told), journal]
  const files = new Map<string, Uint8Array>([
    ['pack.json', bytes(`${JSON.stringify(pack, null, 2)}\n`)],
    ['figures.csv', bytes(csvOf(figuresTable(pack)))],
    ['journal.csv', bytes(csvOf(journal))],
    ['pack.xlsx', workbookOf([...tables, originTable(pack)])],
  ])
  for (const company of told.companies) {
    const batch = datevBatch(company, entries, { month: told.month, madeAt: told.preparedAt })
    if (batch) files.set(`EXTF_${company.code}.csv`, batch)
  }
  return { pack, files }
}

/** Each account that pays, with what moved in its currency; and what moved in a currency of which the ledger knows no account. */
function balancesOf({ companies }: Told, moved: MonthFigures['moved']): Balance[] {
  const note = 'No balance: the ledger does not keep the balances of bank statements.'
  return companies.flatMap(({ code, accounts }) => {
    const mine = moved.filter(({ company }) => company === code)
    const currencies = new Set([...accounts.map(({ currency }) => currency), ...mine.map(({ currency }) => currency)])
    return [...currencies].sort().flatMap((currency) => {
      const {
        paidMinor = null,
        returnedMinor = null,
        feesMinor = null,
        movedMinor = '0',
      } = mine.find((each) => each.currency === currency) ?? {}
      const sums = { paidMinor: paidMinor ?? '0', returnedMinor: returnedMinor ?? '0', feesMinor: feesMinor ?? '0', movedMinor }
      const account = accounts.filter((each) => each.currency === currency).at(-1)
      return [{ company: code, currency, account: account?.last4 ?? null, openingMinor: null, ...sums, closingMinor: null, note }]
    })
  })
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** SHA-256 of bytes. */
export const sha256 = (of: Uint8Array | string): string => createHash('sha256').update(of).digest('hex')

const decimal = (minor: string | null, currency: string): Cell => (minor === null ? null : { number: decimalOf(minor, currency) })

const figuresTable = ({ figures }: Pack): Table => ({
  name: 'Figures',
  header: ['Company', 'Corridor', 'Currency', 'Kind', 'Movements', 'Amount'],
  rows: figures.map((each) => [
    ...[each.company, each.corridor, each.currency, KIND_WORDS[each.kind]],
    ...[each.movements, decimal(each.amountMinor, each.currency)],
  ]),
})

const controlTable = ({ controlTotals }: Pack): Table => ({
  name: 'Control totals',
  header: [
    'Company',
    'Payroll',
    'Currency',
    'Approved payouts',
    'Approved',
    'Payouts',
    'Amount',
    'Settled',
    'Came back',
    'Failed',
    'Other',
  ],
  rows: controlTotals.map((each) => [
    ...[each.company, each.run, each.currency, each.controlPayouts, decimal(each.controlMinor, each.currency), each.payouts],
    ...[each.amountMinor, each.settledMinor, each.returnedMinor, each.failedMinor, each.otherMinor].map((minor) =>
      decimal(minor, each.currency),
    ),
  ]),
})

const balancesTable = ({ balances }: Pack): Table => ({
  name: 'Accounts',
  header: ['Company', 'Currency', 'Account', 'Opening', 'Paid', 'Came back', 'Charges', 'Moved', 'Closing', 'Note'],
  rows: balances.map((each) => [
    ...[each.company, each.currency, each.account === null ? null : `…${each.account}`],
    ...[each.openingMinor, each.paidMinor, each.returnedMinor, each.feesMinor, each.movedMinor, each.closingMinor].map((minor) =>
      decimal(minor, each.currency),
    ),
    each.note,
  ]),
})

const exceptionsTable = ({ exceptions, explanations }: Told): Table => ({
  name: 'Exceptions',
  header: ['What', 'Found', 'Company', 'State', 'Decision', 'Reason', 'By'],
  rows: [
    ...exceptions.map((each) => [each.reference, each.problem, each.company, each.state, each.resolution, each.reason, each.confirmedBy]),
    ...explanations.map((each) => [each.name, each.found, null, 'explained', each.item, each.reason, each.by]),
  ],
})

const originTable = ({ told, hashes, contract }: Pack): Table => ({
  name: 'Origin',
  header: ['What', 'Value'],
  rows: [
    ['Month', told.month],
    ['Events up to', told.position],
    ['Era', `${told.era}`],
    ['Covers changes up to', told.coveredUntil],
    ['Prepared by', told.preparedBy.name],
    ['Prepared at', told.preparedAt],
    ['Contract', contract.join(', ')],
    ...Object.entries(hashes).map(([name, hash]) => [`SHA-256 of ${name}`, hash]),
  ],
})
