/** What the routes of the API are asked with, and the ids that stand in it. */

/** Ids of things of one company, or of none. */
export type Ids = {
  company: string
  run: string
  draft: string
  payout: string
  import: string
  finding: string
  message: string
  proposal: string
  /** A change of the set-up, a key of nobody who asks, and somebody: of no company. */
  change: string
  key: string
  person: string
  service: string
  comparison: string
  mismatch: string
  repair: string
  /** The instance of a process that beats. */
  worker: string
  /** A close of a month, the month, and that it is opened again. */
  close: string
  month: string
  reopening: string
  question: string
  /** A large file that somebody else has asked for. */
  export: string
  /** That letters are given up, which waits for a second person; and a letter. */
  discard: string
  letter: string
  /** Not an id of ours: the account it pays from. */
  account: string
}

export const REASON = { reason: 'asked for by a test' }
export const question = () => ({ name: crypto.randomUUID(), page: 'overview', asks: '', shared: false })
const CSV = 'employee_number,employee_name,country,account,bic,currency,amount\n1,Ana Sample,ES,ES9121000418450200051332,,EUR,1.00\n'
export const csv = (): Blob => new Blob([CSV], { type: 'text/csv' })
/** A statement with one charge of the bank on it. */
export const statement = (...accounts: string[]): Blob => {
  const id = crypto.randomUUID()
  const of = (
    account: string,
  ) => `<Stmt><Id>${id}</Id><Acct><Id>${account.length > 24 ? `<Othr><Id>${account}</Id></Othr>` : `<IBAN>${account}</IBAN>`}</Id><Ccy>EUR</Ccy></Acct>
    <Ntry><NtryRef>${id}</NtryRef><Amt Ccy="EUR">4.15</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>
    <AddtlNtryInf>Charge</AddtlNtryInf></Ntry></Stmt>`
  return new Blob([
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
    <GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm></GrpHdr>${accounts.map(of).join('')}</BkToCstmrStmt></Document>`,
  ])
}
export const payrollForm = ({ company }: Ids) => ({ company, period: '2026-11', payDate: '2026-11-26', file: csv() })
export const seen = ({ finding }: Ids) => [{ id: finding, version: 1 }]

export const PROFILE = {
  ...{ name: 'New bank', cutOff: '16:30', timeZone: 'Europe/Berlin', releaseAfterSeconds: 60, releaseOpens: null, closedDays: [] },
  ...{ version: 'pain.001.001.09', umlauts: 'one-letter', addresses: true, salary: true, batchBooking: true, nonSepa: true },
}

export const MAPPING = {
  sheet: null,
  fields: {},
  encoding: 'utf-8',
  delimiter: ',',
  headerRow: 1,
  nameOrder: 'first-last',
  amountStyle: null,
  accountStyle: 'iban',
  leaveOutTotals: true,
}
