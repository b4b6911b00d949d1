/** Two payments from an account in euros, one in another currency, and what banks write of their days and charges. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect } from 'vitest'
import { readEvent } from '@/events/read-event'
import { readBankFile } from '@/iso20022/report'
import { applyBankFile } from '@/payroll/statements/apply'
import { readPayout } from '@/payroll/statements/payout'
import { details, document, notification, statement } from './bank-xml'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from './ledger'

export let test: TestLedger

/** Opens a ledger for the tests of a file. */
export function chargeLedger(): void {
  beforeAll(async () => {
    test = await testLedger()
  })
  afterAll(() => test.close())
}

export type Run = { id: string; euro: string; zloty: string; m: () => string }
let count = 0

/** 1,200.50 EUR to Spain and 7,400.00 PLN to Poland, from an account in euros. */
export async function newRun(): Promise<Run> {
  count += 1
  const nth = count
  const rows = [
    `${nth}1,Lucía García,ES,ES9121000418450200051332,,EUR,1200.50`,
    `${nth}2,Anna Nowak,PL,PL61109010140000071219812874,,PLN,7400.00`,
  ]
  const { id } = await sentRun(
    test,
    ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'),
    `${2010 + (nth % 12)}-0${1 + (nth % 9)}`,
  )
  const [euro, zloty] = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT i.end_to_end_id AS id FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  let messages = 0
  return { id, euro: euro?.id ?? '', zloty: zloty?.id ?? '', m: () => `CHARGES-${nth}-${++messages}` }
}

export async function ingest(...files: string[]): Promise<void> {
  for (const xml of files) {
    const { documents } = await readBankFile(Buffer.from(xml), 'x.xml')
    const file = { fileName: 'x.xml', sha256: createHash('sha256').update(xml).digest('hex') }
    const { messages } = done(await applyBankFile(test.ledger, gatewayCall(), file, documents))
    expect(messages.filter(({ outcome }) => outcome === 'set-aside')).toEqual([])
  }
}

export const stated = (run: Run, ...entries: string[]): string => document('camt.053.001.08', statement(run.m(), entries.join('')))
export const notified = (run: Run, ...entries: string[]): string => document('camt.054.001.08', notification(run.m(), entries.join('')))

export type EntryParts = {
  sign?: 'CRDT' | 'DBIT'
  day?: string
  value?: string
  reference?: string
  head?: string
  code?: string
  reversal?: boolean
}
export const entry = (amount: string, inner: string, parts: EntryParts = {}): string => {
  const { sign = 'DBIT', day = '<Dt>2025-12-02</Dt>', value = '', reference = 'B1', head = '', code = '', reversal = false } = parts
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt>${day}</BookgDt>${value && `<ValDt><Dt>${value}</Dt></ValDt>`}${reference && `<AcctSvcrRef>${reference}</AcctSvcrRef>`}${code}${head}${details(inner)}</Ntry>`
}
export const payment = (id: string, inner = ''): string => `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${inner}</TxDtls>`
export const charges = (amount: string, { currency = 'EUR', inside = '', sign = 'DBIT' } = {}): string =>
  `<Chrgs><Rcrd><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${inside && `<ChrgInclInd>${inside}</ChrgInclInd>`}</Rcrd></Chrgs>`
export const IN_ZLOTY = '<InstdAmt><Amt Ccy="PLN">7400.00</Amt></InstdAmt>'
export const RATE = '<CcyXchg><SrcCcy>EUR</SrcCcy><TrgtCcy>PLN</TrgtCcy><UnitCcy>EUR</UnitCcy><XchgRate>4.2646</XchgRate></CcyXchg>'
export const CHARGED = '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>'
export const because = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'

/** What a person sees of the payment, and what the copies are told, which must be the same. */
export async function told(endToEndId: string) {
  const [row] = await test.ledger.$queryRaw<
    { id: string }[]
  >`SELECT payout_id AS id FROM settlement_instruction WHERE end_to_end_id = ${endToEndId}`
  const payout = await readPayout(test.ledger, { userId: 'x', companies: null }, row?.id ?? '')
  const [newest] = await test.ledger.$queryRaw<
    { event: string }[]
  >`SELECT event FROM outbox WHERE aggregate_id = ${row?.id}::uuid ORDER BY version DESC LIMIT 1`
  const event = readEvent(newest?.event ?? '')
  if (event.kind !== 'payout') throw new Error(JSON.stringify(event))
  const [attempt] = payout?.attempts ?? []
  const state = event.data.payout
  const said = {
    bookedOn: attempt?.bookedOn ?? null,
    valueDate: attempt?.valueDate ?? null,
    returnedOn: attempt?.returnedOn ?? null,
    charges: attempt?.charges?.map(({ amountMinor, currency, for: what }) => `${what} ${amountMinor} ${currency}`) ?? [],
    accountAmount: attempt?.accountAmount ?? null,
  }
  expect({
    bookedOn: state.bookedOn ?? null,
    valueDate: state.valueDate ?? null,
    returnedOn: state.returnedOn ?? null,
    charges: state.charges?.map(({ amountMinor, currency, for: what }) => `${what} ${amountMinor} ${currency}`) ?? [],
    accountAmount: state.accountAmount ? { exchangeRate: null, ...state.accountAmount } : null,
  }).toEqual(said)
  return { status: payout?.status, feeMinor: attempt?.feeMinor ?? null, ...said }
}

/** What is open, with its amount. */
export async function open(run: Run): Promise<string[]> {
  const rows = await test.ledger.$queryRaw<{ said: string }[]>`
    SELECT concat_ws(' ', f.amount_minor, f.currency, f.problem) AS said FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id
    WHERE f.state <> 'resolved' AND m.message_id LIKE ${run.m().replace(/\d+$/, '%')} ORDER BY 1`
  return rows.map(({ said }) => said)
}
