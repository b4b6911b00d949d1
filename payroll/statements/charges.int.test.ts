/** What a bank took for payments, on which day and in which currency: each charge is counted once, or a person is shown it with its amount. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { readBankFile } from '@/iso20022/report'
import { details, document, notification, statement } from '@/stack/test-runner/bank-xml'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { readPayout } from '../runs/payout'
import { applyBankFile } from './apply'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

type Run = { id: string; euro: string; zloty: string; m: () => string }
let count = 0

/** 1,200.50 EUR to Spain and 7,400.00 PLN to Poland, from an account in euros. */
async function newRun(): Promise<Run> {
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

async function ingest(...files: string[]): Promise<void> {
  for (const xml of files) {
    const { documents } = await readBankFile(Buffer.from(xml), 'x.xml')
    const file = { fileName: 'x.xml', sha256: createHash('sha256').update(xml).digest('hex') }
    const { messages } = done(await applyBankFile(test.ledger, gatewayCall(), file, documents))
    expect(messages.filter(({ outcome }) => outcome === 'set-aside')).toEqual([])
  }
}

const stated = (run: Run, ...entries: string[]): string => document('camt.053.001.08', statement(run.m(), entries.join('')))
const notified = (run: Run, ...entries: string[]): string => document('camt.054.001.08', notification(run.m(), entries.join('')))

type EntryParts = {
  sign?: 'CRDT' | 'DBIT'
  day?: string
  value?: string
  reference?: string
  head?: string
  code?: string
  reversal?: boolean
}
const entry = (amount: string, inner: string, parts: EntryParts = {}): string => {
  const { sign = 'DBIT', day = '<Dt>2025-12-02</Dt>', value = '', reference = 'B1', head = '', code = '', reversal = false } = parts
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt>${day}</BookgDt>${value && `<ValDt><Dt>${value}</Dt></ValDt>`}${reference && `<AcctSvcrRef>${reference}</AcctSvcrRef>`}${code}${head}${details(inner)}</Ntry>`
}
const payment = (id: string, inner = ''): string => `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${inner}</TxDtls>`
const charges = (amount: string, { currency = 'EUR', inside = '', sign = 'DBIT' } = {}): string =>
  `<Chrgs><Rcrd><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${inside && `<ChrgInclInd>${inside}</ChrgInclInd>`}</Rcrd></Chrgs>`
const IN_ZLOTY = '<InstdAmt><Amt Ccy="PLN">7400.00</Amt></InstdAmt>'
const RATE = '<CcyXchg><SrcCcy>EUR</SrcCcy><TrgtCcy>PLN</TrgtCcy><UnitCcy>EUR</UnitCcy><XchgRate>4.2646</XchgRate></CcyXchg>'
const CHARGED = '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>'
const because = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'

/** What a person sees of the payment, and what the copies are told, which must be the same. */
async function told(endToEndId: string) {
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
async function open(run: Run): Promise<string[]> {
  const rows = await test.ledger.$queryRaw<{ said: string }[]>`
    SELECT concat_ws(' ', f.amount_minor, f.currency, f.problem) AS said FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id
    WHERE f.state <> 'resolved' AND m.message_id LIKE ${run.m().replace(/\d+$/, '%')} ORDER BY 1`
  return rows.map(({ said }) => said)
}

describe('the booking day', () => {
  it('is the bank’s, not the day on which its file was read', async () => {
    const run = await newRun()
    await ingest(stated(run, entry('1200.50', payment(run.euro), { value: '2025-12-03' })))
    expect(await told(run.euro)).toMatchObject({ status: 'settled', bookedOn: '2025-12-02', valueDate: '2025-12-03', accountAmount: null })
  })

  it.each([
    ['2025-11-30T23:30:00Z', '2025-12-01'],
    ['2025-11-30T23:30:00+01:00', '2025-11-30'],
    ['2025-12-01T05:30:00.000+09:00', '2025-11-30'],
    ['2025-03-30T22:30:00Z', '2025-03-31'],
    ['2025-11-30T23:30:00', '2025-11-30'],
  ])('%s is the %s in Berlin, where the account is', async (time, day) => {
    const run = await newRun()
    await ingest(stated(run, entry('1200.50', payment(run.euro), { day: `<DtTm>${time}</DtTm>` })))
    expect(await told(run.euro)).toMatchObject({ status: 'settled', bookedOn: day })
  })

  it('that the bank does not give is the day on which its file was read, where the bank is', async () => {
    const run = await newRun()
    // 23:30 in London and half past midnight in Berlin, in the next month.
    const late = { ...gatewayCall(), now: new Date('2026-11-30T23:30:00Z') }
    const xml = stated(run, entry('1200.50', payment(run.euro, charges('1.00'))).replace(/<BookgDt>.*<\/BookgDt>/, ''))
    const { documents } = await readBankFile(Buffer.from(xml), 'x.xml')
    done(await applyBankFile(test.ledger, late, { fileName: 'x.xml', sha256: createHash('sha256').update(xml).digest('hex') }, documents))
    expect(await told(run.euro)).toMatchObject({ status: 'settled', bookedOn: null, charges: ['payment 100 EUR'] })
    const [row] = await test.ledger.$queryRaw<{ state: unknown }[]>`
      SELECT event::json #> '{data,payout}' AS state FROM outbox o JOIN settlement_instruction i ON i.payout_id = o.aggregate_id
      WHERE i.end_to_end_id = ${run.euro} AND o.type = 'payout.settled'`
    expect(row?.state).toMatchObject({ settledAt: '2026-11-30T23:30:00.000Z', settledOn: '2026-12-01' })
  })

  it('of a return is a day of its own', async () => {
    const run = await newRun()
    const back = entry('1200.50', payment(run.euro, because), { sign: 'CRDT', day: '<Dt>2025-12-09</Dt>', reference: 'R1' })
    await ingest(stated(run, back), stated(run, entry('1200.50', payment(run.euro))))
    expect(await told(run.euro)).toMatchObject({ status: 'returned', bookedOn: '2025-12-02', returnedOn: '2025-12-09' })
  })
})

const ON_ACCOUNT = { amountMinor: '173522', currency: 'EUR', exchangeRate: '4.2646' }

describe('a payment in another currency than its account', () => {
  const amounts = `<AmtDtls>${IN_ZLOTY}<TxAmt><Amt Ccy="EUR">1735.22</Amt>${RATE}</TxAmt></AmtDtls>`
  const inside = charges('15.00', { inside: 'true' })
  it.each<[string, (run: Run) => string]>([
    ['the charge inside, told with the payment', ({ zloty }) => entry('1750.22', payment(zloty, amounts + inside))],
    ['and in the payment’s own amount', ({ zloty }) => entry('1750.22', payment(zloty, `<Amt Ccy="EUR">1750.22</Amt>${amounts}${inside}`))],
    ['told with the entry', ({ zloty }) => entry('1750.22', payment(zloty, amounts), { head: inside })],
    ['told with both', ({ zloty }) => entry('1750.22', payment(zloty, amounts + inside), { head: inside })],
    ['inside, but not marked so', ({ zloty }) => entry('1750.22', payment(zloty, amounts + charges('15.00')))],
    ['beside the amount', ({ zloty }) => entry('1735.22', payment(zloty, amounts + charges('15.00', { inside: 'false' })))],
    [
      'only the entry says what moved',
      ({ zloty }) => entry('1750.22', payment(zloty, `<AmtDtls>${IN_ZLOTY.replace('</Amt>', `</Amt>${RATE}`)}</AmtDtls>${inside}`)),
    ],
    [
      'only the entry says what was instructed',
      ({ zloty }) =>
        entry('1750.22', payment(zloty, inside), {
          head: `<AmtDtls>${IN_ZLOTY}<TxAmt><Amt Ccy="EUR">1735.22</Amt>${RATE}</TxAmt></AmtDtls>`,
        }),
    ],
    [
      'booked by the amount instructed, with its counter value',
      ({ zloty }) =>
        entry(
          '1750.22',
          payment(zloty, `<AmtDtls>${IN_ZLOTY}<CntrValAmt><Amt Ccy="EUR">1735.22</Amt>${RATE}</CntrValAmt></AmtDtls>${inside}`),
        ),
    ],
  ])('%s', async (_what, entryOf) => {
    const run = await newRun()
    await ingest(stated(run, entryOf(run)))
    expect(await told(run.zloty)).toMatchObject({
      status: 'settled',
      feeMinor: null,
      charges: ['payment 1500 EUR'],
      accountAmount: ON_ACCOUNT,
    })
    expect(await open(run)).toEqual([])
  })

  it('is charged once however often that is told, in notification and statement, in either order', async () => {
    for (const turn of [0, 1]) {
      const run = await newRun()
      const files = [
        notified(run, entry('1750.22', payment(run.zloty, amounts), { head: inside })),
        stated(run, entry('1750.22', payment(run.zloty, amounts + charges('15.00')))),
      ]
      await ingest(...(turn === 0 ? files : files.reverse()))
      expect(await told(run.zloty)).toMatchObject({ charges: ['payment 1500 EUR'], accountAmount: ON_ACCOUNT })
      expect(await open(run)).toEqual([])
    }
  })

  it('may be charged for in two currencies, which are never added', async () => {
    const run = await newRun()
    await ingest(stated(run, entry('1750.22', payment(run.zloty, amounts + inside + charges('9.50', { currency: 'PLN' })))))
    expect(await told(run.zloty)).toMatchObject({ feeMinor: '950', charges: ['payment 1500 EUR', 'payment 950 PLN'] })
  })

  it('has what two amounts in one entry took from the account', async () => {
    const run = await newRun()
    const euro = payment(run.euro, '<Amt Ccy="EUR">1200.50</Amt>')
    await ingest(stated(run, entry('2950.72', payment(run.zloty, amounts + inside) + euro)))
    expect(await told(run.zloty)).toMatchObject({ status: 'settled', charges: ['payment 1500 EUR'], accountAmount: ON_ACCOUNT })
    expect(await told(run.euro)).toMatchObject({ status: 'settled', charges: [], accountAmount: null })
  })
})

describe('charges', () => {
  it('on a return are counted with it, and the fee of the payment stays', async () => {
    const run = await newRun()
    await ingest(
      stated(
        run,
        entry('1200.50', payment(run.euro, charges('0.14'))),
        entry('1194.50', payment(run.euro, because + charges('6.00', { inside: 'true' })), { sign: 'CRDT', reference: 'R1' }),
      ),
    )
    expect(await told(run.euro)).toMatchObject({ status: 'returned', feeMinor: '14', charges: ['payment 14 EUR', 'return 600 EUR'] })
    expect(await open(run)).toEqual([])
  })

  it('on a debit that is taken back, and those given back, are shown with their amounts', async () => {
    const run = await newRun()
    await ingest(
      stated(
        run,
        entry('1200.50', payment(run.euro)),
        entry('1200.50', payment(run.euro, because + charges('0.14', { sign: 'CRDT' })), { sign: 'CRDT', reference: 'R1', reversal: true }),
        entry('77.00', payment('OTHER', charges('2.50')), { sign: 'DBIT', reference: 'R2', reversal: true }),
        entry('88.00', payment('NOTPROVIDED', charges('1.25')), { sign: 'CRDT', reference: 'C1' }),
        entry('99.00', '', { sign: 'CRDT', reference: 'C2', head: charges('0.75') }),
      ),
    )
    expect(await told(run.euro)).toMatchObject({ status: 'returned', charges: [] })
    const shown = await open(run)
    expect(shown.filter((each) => /charge/.test(each))).toEqual([
      '125 EUR charged for a credit that is not marked as a return',
      '14 EUR the bank gave back a charge',
      '250 EUR charged for a debit that reverses an earlier credit',
      '75 EUR charged for the whole entry, not for one payment',
    ])
  })

  it('as an entry of its own are counted with the payment that it names, once, whichever comes first', async () => {
    for (const turn of [0, 1]) {
      const run = await newRun()
      const own = (reference: string) => entry('5.00', payment(run.euro), { reference, code: CHARGED })
      const files = [
        notified(run, own('CH1')),
        stated(run, entry('1200.50', payment(run.euro, charges('5.00', { inside: 'false' }))), own('CH9')),
      ]
      await ingest(...(turn === 0 ? files : files.reverse()))
      expect(await told(run.euro)).toMatchObject({ status: 'settled', feeMinor: '500', charges: ['payment 500 EUR'] })
      expect(await open(run)).toEqual([])
    }
  })

  it('as an entry of its own that names no payment are one exception in notification and statement, and two that are two are two', async () => {
    for (const turn of [0, 1]) {
      const run = await newRun()
      const own = (reference: string) =>
        entry(`4${turn}.00`, '', { reference: `${reference} ${run.id.slice(-6)}`, code: CHARGED, day: `<Dt>2025-12-0${3 + turn}</Dt>` })
      const files = [notified(run, own('N1')), stated(run, own('S1'))]
      await ingest(...(turn === 0 ? files : files.reverse()))
      expect(await open(run)).toEqual([`4${turn}00 EUR charged separately, without naming a payment`])
      await ingest(stated(run, own('S2')))
      expect(await open(run)).toHaveLength(2)
      await ingest(notified(run, own('N2')))
      expect(await open(run)).toHaveLength(2)
    }
  })

  it('of 0.00 are none, whether a payment is named or not', async () => {
    const run = await newRun()
    await ingest(
      stated(
        run,
        entry('1200.50', payment(run.euro, charges('0.00'))),
        entry('0.00', payment(run.euro), { reference: 'Z1', code: CHARGED }),
        entry('0.00', '', { reference: 'Z2', code: CHARGED }),
        entry('0.00', '', { reference: 'Z3', code: CHARGED, sign: 'CRDT' }),
      ),
    )
    expect(await told(run.euro)).toMatchObject({ status: 'settled', feeMinor: null, charges: [] })
    expect(await open(run)).toEqual([])
  })

  it('inside the amount and as an entry of its own are two', async () => {
    const run = await newRun()
    await ingest(
      stated(
        run,
        entry('1201.50', payment(run.euro, charges('1.00', { inside: 'true' }))),
        entry('5.00', payment(run.euro), { reference: 'CH1', code: CHARGED }),
      ),
    )
    expect(await told(run.euro)).toMatchObject({ charges: ['payment 600 EUR'] })
  })

  it('that name no payment, or one that is not booked, are shown with their amount', async () => {
    const run = await newRun()
    await ingest(
      stated(
        run,
        entry('5.00', payment(run.euro), { reference: 'CH1', code: CHARGED }),
        entry('4.00', '', { reference: 'CH2', code: CHARGED }),
        entry('3.00', payment('NOBODY'), { reference: 'CH3', code: CHARGED }),
        entry('2.00', '', { reference: 'CH4', code: CHARGED, sign: 'CRDT' }),
      ),
    )
    expect(await open(run)).toEqual([
      '200 EUR the bank gave back a charge',
      '300 EUR charged for a payment, but no payment has this end-to-end id',
      '400 EUR charged separately, without naming a payment',
      '500 EUR charged for a payment that is not booked',
    ])
    await ingest(stated(run, entry('1200.50', payment(run.euro))))
    expect(await open(run)).toHaveLength(3)
    expect(await told(run.euro)).toMatchObject({ charges: ['payment 500 EUR'] })
  })

  it('of an entry as a whole are explained by the file that tells each payment’s part', async () => {
    const run = await newRun()
    const both = (inner = '') =>
      payment(run.euro, `<Amt Ccy="EUR">1200.50</Amt>${inner}`) + payment(run.zloty, `<AmtDtls>${IN_ZLOTY}</AmtDtls>${inner}`)
    await ingest(notified(run, entry('2935.72', both(), { head: charges('0.30') })))
    expect(await open(run)).toEqual(['30 EUR charged for the whole entry, not for one payment'])
    await ingest(stated(run, entry('2935.72', both(charges('0.15')), { head: charges('0.30') })))
    expect(await open(run)).toEqual([])
    expect(await told(run.euro)).toMatchObject({ charges: ['payment 15 EUR'] })
  })
})

it('ends with the same days, charges and findings in whatever order, and however often, the files come', { timeout: 480_000 }, async () => {
  const amounts = `<AmtDtls>${IN_ZLOTY}<TxAmt><Amt Ccy="EUR">1735.22</Amt>${RATE}</TxAmt></AmtDtls>`
  const later = { day: '<Dt>2025-12-03</Dt>', value: '2025-12-04' }
  const files: ((run: Run) => string)[] = [
    (run) => notified(run, entry('1750.22', payment(run.zloty, amounts), { head: charges('15.00', { inside: 'true' }) })),
    (run) =>
      stated(
        run,
        entry('1750.22', payment(run.zloty, amounts + charges('15.00') + charges('2.00', { currency: 'PLN' })), { value: '2025-12-05' }),
      ),
    (run) => stated(run, entry('1200.50', payment(run.euro, charges('1.00')), { ...later, reference: 'B7' })),
    (run) =>
      stated(
        run,
        entry('3.00', payment(run.euro), { code: CHARGED, reference: 'C7' }),
        entry('4.00', '', { code: CHARGED, reference: `C8 ${run.id.slice(-12)}` }),
      ),
    (run) =>
      notified(run, entry('1194.50', payment(run.euro, because + charges('6.00', { inside: 'true' })), { sign: 'CRDT', reference: 'R7' })),
  ]
  const stateOf = async (run: Run) => ({ euro: await told(run.euro), zloty: await told(run.zloty), open: await open(run) })
  const first = await newRun()
  for (const file of files) await ingest(file(first))
  const expected = await stateOf(first)
  expect(expected).toMatchObject({
    euro: { status: 'returned', bookedOn: '2025-12-03', charges: ['payment 300 EUR', 'return 600 EUR'] },
    zloty: { status: 'settled', bookedOn: '2025-12-02', valueDate: '2025-12-05', charges: ['payment 1500 EUR', 'payment 200 PLN'] },
    open: ['400 EUR charged separately, without naming a payment'],
  })
  const orders = fc.subarray(files).chain((again) => fc.shuffledSubarray([...files, ...again], { minLength: files.length + again.length }))
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const run = await newRun()
      for (const file of order) await ingest(file(run))
      expect(await stateOf(run)).toEqual(expected)
    }),
    { numRuns: 8 },
  )
})
