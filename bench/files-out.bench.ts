/** A payment file of 100,000 lines, from the values to the bytes and back, each measurement in a process of its own so that its peak memory is its own. */
import { spawnSync } from 'node:child_process'
import { buildPain001 } from '@/bank/pain001'
import { type PlannedPayment, paymentBlocks } from '@/bank/payment-blocks'
import { readPain001 } from '@/bank/read-pain001'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { sampleName } from '@/stack/sample-data/names'
import { randomOf } from '@/stack/sample-data/random'
import { variable } from '@/stack/variable'
import { keep, median, range } from './figures'

const LINES = Number(variable('BENCH_LINES', '100000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const VERSIONS = ['pain.001.001.09', 'pain.001.001.03'] as const

/** `valuesMiB` is the process with the 100,000 payments as values, before any of it is written. */
type Measured = { buildSeconds: number; readSeconds: number; valuesMiB: number; buildPeakMiB: number; readPeakMiB: number; fileMiB: number }

const [, , version] = process.argv
if (VERSIONS.some((known) => known === version)) console.log(JSON.stringify(measure(version as (typeof VERSIONS)[number])))
else compare()

function compare(): void {
  const figures = Object.fromEntries(VERSIONS.map((each) => [each, summary(Array.from({ length: ROUNDS }, () => inProcess(each)))]))
  console.log(figures)
  keep('files-out', { lines: LINES, rounds: ROUNDS, ...figures })
}

function inProcess(each: string): Measured {
  const flags = ['--import', 'tsx', import.meta.filename, each]
  const { status, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Measured
}

function summary(rounds: readonly Measured[]): Record<string, unknown> {
  const memory = (name: 'valuesMiB' | 'buildPeakMiB' | 'readPeakMiB') =>
    range(
      rounds.map((round) => round[name]),
      0,
    )
  return {
    buildLinesPerSecond: range(
      rounds.map(({ buildSeconds }) => LINES / buildSeconds),
      0,
    ),
    readLinesPerSecond: range(
      rounds.map(({ readSeconds }) => LINES / readSeconds),
      0,
    ),
    valuesMiB: memory('valuesMiB'),
    buildPeakMiB: memory('buildPeakMiB'),
    readPeakMiB: memory('readPeakMiB'),
    fileMiB: Number(median(rounds.map(({ fileMiB }) => fileMiB)).toFixed(1)),
  }
}

/** People of four countries, a third of them paid by SWIFT; names with letters that must be written otherwise. */
function measure(to: (typeof VERSIONS)[number]): Measured {
  const planned = Array.from({ length: LINES }, (_, n) => payment(n))
  const debtor = { name: 'Bäckerei Süd (sample)', account: 'DE02120300000000202051', bic: 'BYLADEM1001', country: 'DE', town: 'Köln' }
  const valuesMiB = peakMiB()
  const began = performance.now()
  const blocks = paymentBlocks(planned, { debtor, executionDate: '2026-11-25', batchBooking: true, salary: true })
  const transfer = { messageId: 'BEN-2026-11-01-F1', createdAt: '2026-11-23T10:00:00.000Z', initiatingParty: debtor.name, blocks }
  const { xml } = buildPain001(transfer, { version: to, umlauts: 'two-letters', addresses: true })
  const bytes = Buffer.from(xml)
  const built = performance.now()
  const buildPeakMiB = peakMiB()
  const read = readPain001(bytes)
  const done = performance.now()
  if (read.kind === 'unreadable' || read.controlProblem !== null) throw new Error('what was built cannot be read')
  return {
    buildSeconds: (built - began) / 1000,
    readSeconds: (done - built) / 1000,
    valuesMiB,
    buildPeakMiB,
    readPeakMiB: peakMiB(),
    fileMiB: bytes.length / 1024 / 1024,
  }
}

/** The most memory this process has had so far. */
function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024
}

function payment(n: number): PlannedPayment {
  const random = randomOf(`bench ${n}`)
  const country = ['DE', 'ES', 'PL', 'JP'][n % 4] ?? 'DE'
  const { account, bic } = sampleAccount(country, random)
  const currency = { PL: 'PLN', JP: 'JPY' }[country] ?? 'EUR'
  const rail = currency === 'EUR' ? 'sepa' : 'swift'
  const endToEndId = `BEN-2026-11-01-${String(n + 2).padStart(5, '0')}`
  return {
    blockId: `BEN-2026-11-01-F1-${rail === 'sepa' ? 'S' : 'X'}-${currency}`,
    rail,
    instructionId: endToEndId,
    endToEndId,
    amountMinor: BigInt(100_000 + (n % 400_000)),
    currency,
    creditor: {
      name: sampleName(country, random),
      account,
      accountKind: bic === '' ? 'iban' : 'number',
      bic: bic === '' ? null : bic,
      country,
    },
    remittance: 'Salary 2026-11 BEN-2026-11-01',
  }
}
