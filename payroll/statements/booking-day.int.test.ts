/** On which day and for how much of its account a bank booked a payment, also in another currency than the account’s. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import {
  because,
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
  test,
  told,
} from '@/stack/test-runner/charged'
import { done, gatewayCall } from '@/stack/test-runner/ledger'
import { applyBankFile } from './apply'

chargeLedger()

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

  it('comes with the bank’s name, which every event has from the hand-over on, and none before', async () => {
    const run = await newRun()
    await ingest(stated(run, entry('1200.50', payment(run.euro))))
    const rows = await test.ledger.$queryRaw<{ type: string; bank: string | null; name: string }[]>`
      SELECT o.type, o.event::json #>> '{data,payout,bank}' AS bank, profile.name
      FROM outbox o JOIN settlement_instruction i ON i.payout_id = o.aggregate_id JOIN payout ON payout.id = i.payout_id JOIN payroll_run ON payroll_run.id = payout.run_id
        JOIN company ON company.id = payroll_run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
      WHERE i.end_to_end_id = ${run.euro} ORDER BY o.version`
    const [{ name } = { name: '' }] = rows
    expect(rows.map(({ type, bank }) => [type, bank])).toEqual([
      ['payout.submitted', null],
      ['payout.approved', null],
      ['payout.sent', name],
      ['payout.settled', name],
    ])
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
