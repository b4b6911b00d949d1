/**
 * Reading and writing files of 100,000 lines: lines a second, the most memory the process holds (its whole RSS, Node and tsx included) and the longest
 * pause of its event loop, in which a server would answer nobody. Each round is a process of its own, so that the peak is its own.
 */
import { fork } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'
import { type FileCase, LINES } from './files/case'
import { PAYMENT_FILES } from './files/payment-files'
import { PAYROLL_FILES } from './files/payroll-files'
import { STATEMENT } from './files/statement'
import { WORST } from './files/worst'

const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const CASES: Readonly<Record<string, FileCase>> = { ...PAYROLL_FILES, ...PAYMENT_FILES, ...STATEMENT, ...WORST }
const TICK_MS = 5

type Measured = { linesPerSecond: number; peakMb: number; pauseMs: number }

const [name, path] = process.argv.slice(2)
if (name && path) process.send?.(await measured(name, path))
else await measureAll()

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'payledger-bench-'))
  const figures: Record<string, unknown> = { lines: LINES, rounds: ROUNDS }
  try {
    for (const [each, { file }] of Object.entries(CASES)) {
      const path = join(folder, 'file')
      await pipeline(Readable.from(file?.() ?? []), createWriteStream(path))
      const rounds: Measured[] = []
      for (let round = 0; round < ROUNDS; round++) rounds.push(await inChild(each, path))
      const told = (what: keyof Measured) => {
        const values = rounds.map((round) => round[what])
        return range(values, 0)
      }
      figures[each] = {
        ...(file && { megabytes: Number((statSync(path).size / 1e6).toFixed(1)) }),
        linesPerSecond: told('linesPerSecond'),
        peakMb: told('peakMb'),
        longestPauseMs: told('pauseMs'),
      }
      console.log(each, figures[each])
    }
    keep('files', figures)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function inChild(each: string, path: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [each, path], { execArgv: process.execArgv })
    let told: Measured | null = null
    child.on('message', (message) => {
      told = message as Measured
    })
    child.on('exit', (code) => (told && code === 0 ? resolve(told) : reject(new Error(`${each} ended with ${code}`))))
  })
}

async function measured(each: string, path: string): Promise<Measured> {
  const work = CASES[each]?.prepare(path)
  const pauses = monitorEventLoopDelay({ resolution: TICK_MS })
  pauses.enable()
  await pause(2 * TICK_MS)
  const began = performance.now()
  const lines = (await work?.()) ?? 0
  const seconds = (performance.now() - began) / 1_000
  await pause(2 * TICK_MS)
  if (lines !== LINES) throw new Error(`${each}: ${lines} of ${LINES} lines were done`)
  return { linesPerSecond: lines / seconds, peakMb: process.resourceUsage().maxRSS / 1_000, pauseMs: pauses.max / 1e6 }
}
