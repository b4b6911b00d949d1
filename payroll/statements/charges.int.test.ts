/** What a bank took for payments: each charge is counted once, or a person is shown it with its amount. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  because,
  CHARGED,
  chargeLedger,
  charges,
  entry,
  IN_ZLOTY,
  ingest,
  newRun,
  notified,
  open,
  payment,
  RATE,
  type Run,
  stated,
  told,
} from '@/stack/test-runner/charged'

chargeLedger()

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
