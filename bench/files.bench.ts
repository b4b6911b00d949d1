/**
 * Reading and writing files of 100,000 lines: rows a second and the most memory a process of its own holds (its whole RSS, Node and tsx included).
 * A case is a file made before the clock and a step timed in a child process, so that the peak is the case's own.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeIban } from '@/bank/make-iban'
import { readPayrollFile } from '@/bank/payroll-file/read'
import { sightPayrollFile } from '@/bank/payroll-file/sight'
import { makeXlsx } from '@/bank/payroll-file/xlsx/make-xlsx'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'

const LINES = Number(variable('BENCH_LINES', '100000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))

/** `make` is not timed and returns the file's bytes; `run` is, and returns how many rows it has done. */
type Case = { make: () => Uint8Array; run: (path: string) => Promise<number> }

const CASES: Readonly<Record<string, Case>> = {
  'payroll.csv': {
    make: () =>
      Buffer.from(
        payrollRows()
          .map((cells) => cells.join(';'))
          .join('\r\n'),
      ),
    run: readPayroll,
  },
  'payroll.xlsx': {
    make: () => makeXlsx([{ name: 'Payroll', rows: payrollRows() }]),
    run: readPayroll,
  },
}

type Measured = { seconds: number; rows: number; peakMb: number }

const [name, path] = process.argv.slice(2)
if (name && path) process.send?.(await measured(name, path))
else await measureAll()

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'payledger-bench-'))
  const figures: Record<string, unknown> = { lines: LINES, rounds: ROUNDS }
  try {
    for (const [each, { make }] of Object.entries(CASES)) {
      const file = join(folder, each)
      writeFileSync(file, make())
      const rounds: Measured[] = []
      for (let round = 0; round < ROUNDS; round++) rounds.push(await inChild(each, file))
      figures[each] = {
        megabytes: Number((statSync(file).size / 1e6).toFixed(1)),
        rowsPerSecond: range(
          rounds.map(({ rows, seconds }) => rows / seconds),
          0,
        ),
        peakMb: range(
          rounds.map(({ peakMb }) => peakMb),
          0,
        ),
      }
      console.log(each, figures[each])
    }
    keep('files', figures)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function inChild(each: string, file: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [each, file], { execArgv: process.execArgv })
    let told: Measured | null = null
    child.on('message', (message) => {
      told = message as Measured
    })
    child.on('exit', (code) => (told && code === 0 ? resolve(told) : reject(new Error(`${each} ended with ${code}`))))
  })
}

async function measured(each: string, file: string): Promise<Measured> {
  const began = performance.now()
  const rows = (await CASES[each]?.run(file)) ?? 0
  return { seconds: (performance.now() - began) / 1_000, rows, peakMb: process.resourceUsage().maxRSS / 1_000 }
}

/** As a person brings it: sighted, mapped as proposed, read to its end. */
async function readPayroll(file: string): Promise<number> {
  const source = { name: file, path: file }
  const sighting = await sightPayrollFile(source)
  if (sighting.kind === 'refused' || sighting.questions.length > 0) throw new Error('The file is not understood.')
  const rules = { payDate: null, today: '2026-11-23', now: '2026-11-23T09:00:00Z', cutOffAt: null, currencies: null }
  for await (const step of readPayrollFile(source, sighting.mapping, rules)) {
    if (step.kind === 'refused' || (step.kind === 'end' && step.lines !== LINES)) throw new Error('Not every line was read.')
  }
  return LINES
}

function payrollRows(): (string | number)[][] {
  const rows = Array.from({ length: LINES }, (_, i) => [
    `E${100_000 + i}`,
    i % 3 === 0 ? `Jürgen Groß ${i}` : `Sample Person ${i}`,
    makeIban('DE', `3704${String(i).padStart(14, '0')}`),
    '',
    'EUR',
    1_000.5 + (i % 3_000),
    `Department ${i % 50}`,
  ])
  return [['Employee ID', 'Name', 'IBAN', 'BIC', 'Currency', 'Net Pay', 'Department'], ...rows]
}
