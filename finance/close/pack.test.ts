/** The pack of a close: a small month computed by hand, the same bytes from any landing of the same events, and what is said when it is damaged. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applied, dir, land, landedBy, landing } from '@/stack/test-runner/landed'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { CLOSE_ID, toldText } from '@/stack/test-runner/told'
import { buildMarts } from '../build-marts'
import { segmentsFolder } from '../folders'
import { openLanding } from '../landing/landing'
import { publish } from '../publish'
import { inspectPack, packFolder, readPack } from './read-pack'
import { verifyClose } from './verify-close'
import { writePack } from './write-pack'

landedBy({ openLanding, buildMarts, publish })

/**
 * Five payouts of January from one company, by hand:
 *   1  1,000.00 EUR paid on the 31st by the bank's day (23:30 in UTC), charged 1.50 EUR
 *   2  2,000.00 EUR paid on 1 February: not of this month
 *   3  3,000.00 EUR paid on the 30th and back on the 31st, charged 0.40 EUR, and 5.00 EUR for the return
 *   4  4,000 JPY paid on the 30th, charged 2.00 EUR
 *   5  5,000.00 EUR failed
 */
const outcomes = [
  {
    amountMinor: '100000',
    currency: 'EUR',
    booking: { bookedOn: '2026-01-31', charges: [{ for: 'payment', amountMinor: '150', currency: 'EUR' }] },
  },
  {
    amountMinor: '200000',
    currency: 'EUR',
    booking: { bookedOn: '2026-02-01', charges: [{ for: 'payment', amountMinor: '99', currency: 'EUR' }] },
  },
  {
    ...{ amountMinor: '300000', currency: 'EUR', ends: 'returned' },
    booking: {
      ...{ bookedOn: '2026-01-30', returnedOn: '2026-01-31' },
      charges: [
        { for: 'payment', amountMinor: '40', currency: 'EUR' },
        { for: 'return', amountMinor: '500', currency: 'EUR', bookedOn: '2026-01-31' },
      ],
    },
  },
  {
    amountMinor: '4000',
    currency: 'JPY',
    corridor: 'DE-JP',
    booking: { bookedOn: '2026-01-30', charges: [{ for: 'payment', amountMinor: '200', currency: 'EUR' }] },
  },
  { amountMinor: '500000', currency: 'EUR', ends: 'failed' },
] as const

const events = [
  ...payrollEvents({
    runs: 1,
    payoutsPerRun: 5,
    payout: (_, line) => ({ corridor: 'DE-ES', ...outcomes[line - 1] }) as never,
  }),
]
const last = events.at(-1)?.position ?? 0n
const told = toldText(last)
const made = async () => {
  await land(events)
  return writePack(dir, told, null)
}
const fileOf = (name: string) => join(packFolder(dir, '2026-01', CLOSE_ID), name)

describe('the pack of a close', () => {
  it('says what was computed by hand', async () => {
    await made()
    const pack = await readPack(dir, '2026-01', CLOSE_ID)
    const of = (corridor: string, currency: string, kind: string, movements: number, amountMinor: string) => ({
      ...{ company: 'TSA', corridor, currency, kind, movements, amountMinor },
    })
    expect(pack?.figures).toEqual([
      of('DE-ES', 'EUR', 'fee', 2, '190'),
      of('DE-ES', 'EUR', 'paid', 2, '400000'),
      of('DE-ES', 'EUR', 'return-fee', 1, '500'),
      of('DE-ES', 'EUR', 'returned', 1, '300000'),
      of('DE-JP', 'EUR', 'fee', 1, '200'),
      of('DE-JP', 'JPY', 'paid', 1, '4000'),
    ])
    expect(
      pack?.controlTotals.map(({ currency, payouts, amountMinor, controlMinor }) => [currency, payouts, amountMinor, controlMinor]),
    ).toEqual([
      ['EUR', 4, '1100000', '1100000'],
      ['JPY', 1, '4000', '4000'],
    ])
    // 4,000.00 and 8.90 of charges left the account, 3,000.00 came back.
    expect(pack?.balances.find(({ company, currency }) => company === 'TSA' && currency === 'EUR')).toMatchObject({
      ...{ paidMinor: '400000', returnedMinor: '300000', feesMinor: '890', movedMinor: '-100890', openingMinor: null, closingMinor: null },
    })
    expect(pack?.journalTotals).toEqual([
      { company: 'TSA', currency: 'EUR', debitMinor: '700890', creditMinor: '700890' },
      { company: 'TSA', currency: 'JPY', debitMinor: '4000', creditMinor: '4000' },
    ])
  })

  it('posts each movement twice, and gives DATEV what is in euros', async () => {
    await made()
    const lines = readFileSync(fileOf('journal.csv'), 'utf8').trim().split('\r\n')
    expect(lines).toContain('2026-01-31,TSA,1740,"Payouts DE-ES, 1",1000.00,,EUR')
    expect(lines).toContain('2026-01-31,TSA,1200,"Payouts DE-ES, 1",,1000.00,EUR')
    expect(lines).toContain('2026-01-31,TSA,1200,"Payouts that came back DE-ES, 1",3000.00,,EUR')
    const batch = readFileSync(fileOf('EXTF_TSA.csv'), 'latin1').trim().split('\r\n')
    expect(batch[0]).toMatch(/^"EXTF";700;21;"Buchungsstapel";13;20261125140500000;;"";"";"";1001;1;20260101;4;20260101;20260131;/)
    expect(batch[0]?.split(';')).toHaveLength(31)
    expect(new Set(batch.slice(1).map((line) => line.split(';').length))).toEqual(new Set([125]))
    expect(batch.slice(2)).toContainEqual(
      expect.stringMatching(/^1000,00;"S";"EUR";;;"";1740;1200;"";3101;"TSA 2026-01";"";;"Payouts DE-ES, 1";/),
    )
    expect(batch.join('\n')).not.toContain('JPY')
  })

  it('is the same, byte for byte, whenever and from whatever segments it is made', async () => {
    const first = await made()
    expect(await verifyClose(dir, '2026-01', CLOSE_ID)).toEqual({ hash: first, made: first, equal: true, differences: [] })
    const bytes = readdirSync(packFolder(dir, '2026-01', CLOSE_ID)).map((name) => [name, readFileSync(fileOf(name)).toString('base64')])
    landing.close()
    rmSync(dir, { recursive: true })
    mkdirSync(dir)
    const again = await openLanding(dir, 1, () => new Date(0))
    for (let partition = 0; partition < 6; partition += 1)
      for (const event of events.filter((each) => each.partition === partition)) await again.land(partition, [event])
    again.close()
    expect(await writePack(dir, told, null)).toBe(first)
    expect(readdirSync(packFolder(dir, '2026-01', CLOSE_ID)).map((name) => [name, readFileSync(fileOf(name)).toString('base64')])).toEqual(
      bytes,
    )
  })

  it('is not moved by later events, and an empty month has an empty pack', async () => {
    await land(events)
    const half = events.findIndex(({ value }) => value.toString().includes('"status":"sent"'))
    const early = toldText(BigInt(half))
    await writePack(dir, early, null)
    expect((await readPack(dir, '2026-01', CLOSE_ID))?.figures).toEqual([])
    expect((await verifyClose(dir, '2026-01', CLOSE_ID)).equal).toBe(true)
    await writePack(dir, toldText(last, { month: '2025-12' }), null)
    expect(await readPack(dir, '2025-12', CLOSE_ID)).toMatchObject({ figures: [], controlTotals: [], journalTotals: [] })
  })
})

describe('a pack that is damaged', () => {
  it('is named by its file, and made again as it was', async () => {
    const hash = await made()
    appendFileSync(fileOf('journal.csv'), '2026-01-31,TSA,1200,mine,,9.00,EUR\r\n')
    rmSync(fileOf('pack.xlsx'))
    expect((await inspectPack(dir, '2026-01', CLOSE_ID)).damaged).toEqual(['journal.csv', 'pack.xlsx'])
    expect(await verifyClose(dir, '2026-01', CLOSE_ID)).toMatchObject({
      equal: false,
      differences: [expect.stringMatching(/^journal.csv differs from line \d+ on$/), 'pack.xlsx is missing'],
    })
    expect(await writePack(dir, told, hash)).toBe(hash)
    expect((await inspectPack(dir, '2026-01', CLOSE_ID)).damaged).toEqual([])
  })

  it('is not replaced by another one', async () => {
    await made()
    writeFileSync(fileOf('figures.csv'), 'nothing')
    await expect(writePack(dir, told, 'f'.repeat(64))).rejects.toThrow(/not the one that was made before/)
    expect(readFileSync(fileOf('figures.csv'), 'utf8')).toBe('nothing')
  })

  it('cannot be made while the landing lacks something, and leaves nothing half written', async () => {
    const hash = await made()
    const partition = events.find(({ position }) => position === last)?.partition ?? 0
    rmSync(segmentsFolder(dir, 1, partition), { recursive: true })
    await expect(verifyClose(dir, '2026-01', CLOSE_ID)).rejects.toThrow(/events are missing after position/)
    expect((await inspectPack(dir, '2026-01', CLOSE_ID)).hash).toBe(hash)
    expect(readdirSync(join(dir, 'closes')).filter((name) => name.startsWith('.'))).toEqual([])
    expect(readdirSync(join(dir, 'closes', '2026-01'))).toEqual([CLOSE_ID])
    expect(await applied()).toContain(0n)
  })
})
