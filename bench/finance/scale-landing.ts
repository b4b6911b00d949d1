/** Landings on which other engines are compared with DuckDB: as many events as wanted, of everything that a mart counts, and what DuckDB publishes of them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { signWatermark } from '@/events/signature'
import { PARTITIONS, type Watermark } from '@/events/topics'
import { buildMarts } from '@/finance/build-marts'
import { recordCoverage } from '@/finance/landing/watermarks'
import { publish } from '@/finance/publish'
import type { JournalOptions } from '@/stack/test-runner/payroll-events'
import { landSome, multiply } from './grow'

const ERA = 1
/** So many are generated; more are these again, under other ids. */
const BASE_MAX = 250_000
const BEYOND = '9007199254740993' // 2^53 + 1, which no floating-point number is
/** The ledger's word about these landings; whoever verifies their certificates has it from here. */
export const SCALE_KEY = { secret: 'the key of generated events only', topic: 'payledger.watermarks' }

export type ScaleLanding = { dir: string; position: number; published: string; duckdbMs: number }

/** Lands about `events` events below `dir`, claims them in watermarks, and publishes them there as the loader does. */
export async function landForScale(dir: string, events: number): Promise<ScaleLanding> {
  const times = Math.max(1, Math.round(events / BASE_MAX))
  const base = times === 1 ? dir : join(dir, 'base')
  mkdirSync(base, { recursive: true })
  const landed = (await landSome(base, Math.min(events, BASE_MAX), everythingThatCounts)).events
  if (times > 1) await multiply(base, landed, times, { old: join(dir, 'old'), typed: dir })
  const position = landed * times
  const began = performance.now()
  const built = await buildMarts(dir, ERA, BigInt(position))
  const told = {
    era: ERA,
    position: String(position),
    last: Array<string>(PARTITIONS).fill('0'),
    coveredUntil: '2026-11-30T00:00:00.000Z',
    horizonXid: '1',
  }
  const unsigned = { ...told, hash: built.head, unsignedUpTo: '0' }
  const mark: Watermark = { ...unsigned, signature: signWatermark(SCALE_KEY.secret, SCALE_KEY.topic, unsigned) }
  await recordCoverage(dir, ERA, Array<bigint>(PARTITIONS).fill(BigInt(position)), [mark])
  const { file } = await publish(dir, built, { mark, gapAt: null, now: new Date() })
  return { dir, position, published: file, duckdbMs: Math.round(performance.now() - began) }
}

/** Payouts that end in every way, of old events and new ones, with charges in other currencies, returns, and amounts and sums beyond 2^53 and 2^63. */
const everythingThatCounts: NonNullable<JournalOptions['payout']> = (run, line) => {
  const month = new Date(Date.UTC(2026, run - 1, 1)).toISOString().slice(0, 7)
  const charge = (amountMinor: string, currency: string, what: 'payment' | 'return' = 'payment', bookedOn?: string) => ({
    ...{ amountMinor, currency, for: what },
    ...(bookedOn && { bookedOn }),
  })
  if (line % 97 === 0)
    return { amountMinor: '9007199254740993000', currency: 'JPY', booking: { bookedOn: `${month}-23`, charges: [charge(BEYOND, 'JPY')] } }
  if (line % 53 === 0)
    return {
      ends: 'returned',
      booking: { bookedOn: `${month}-23`, cameBackOn: `${month}-28`, charges: [charge('25', 'EUR'), charge('60', 'USD', 'return')] },
    }
  if (line % 11 === 0) return { booking: { bookedOn: `${month}-24`, bank: 'Bank "of" the\\North', charges: [] }, feeMinor: null }
  if (line % 7 === 0)
    return {
      booking: {
        ...{ bookedOn: `${month}-24`, valueDate: `${month}-25`, bank: 'Nordbank Ö', settledOn: `${month}-26` },
        charges: [charge('31', 'CHF'), charge('12', 'GBP', 'payment', `${month}-27`)],
        accountAmount: { amountMinor: String(90_000 + line), currency: 'EUR', exchangeRate: '1.0843' },
      },
    }
  if (line % 5 === 0) return { feeMinor: null, booking: { settledOn: `${month}-26` } }
  if (line % 3 === 0) return { booking: { bookedOn: `${month}-24`, bank: 'Nordbank Ö' } }
  return {}
}
