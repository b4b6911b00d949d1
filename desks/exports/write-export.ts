/** Writes a large file that somebody asked for, from finance's rows, and tells the ledger how far it is. Each attempt begins anew. */
import { CannotExport, removeExport, removeOtherExports, type Told, writeExportFile } from '@/finance/exports/write-file'
import { FIGURES, type FigureName, type Question } from '@/finance/questions/question'
import { type Figures, openReader, type Reader } from '@/finance/reader'
import type { ExportJob } from '@/payroll/finance-desk/ask-export'
import { beginAttempt, type ExportFile, noteDone, noteFailed, noteProgress, wantedExports } from '@/payroll/finance-desk/export-files'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'

/** So often the ledger is told how far it is, and asked whether it is still wanted. */
const TELL_MS = 1_000

type Ground = { ledger: Ledger; financeDir: string; clock: Clock; signal: AbortSignal }

/** It was called off, or another attempt writes it. */
class Unwanted extends Error {
  override name = 'Unwanted'
}

/** @throws what may go better at another attempt; what cannot is told in the ledger. */
export async function writeExport({ ledger, financeDir, clock, signal }: Ground, { exportId }: ExportJob): Promise<void> {
  const file = await beginAttempt(ledger, exportId)
  if (file === null) return
  await removeUnwantedExports({ ledger, financeDir }, clock())
  const reader = openReader(financeDir)
  try {
    const { asOf, ...question } = questionOf(file)
    const figures = await figuresOf(reader, asOf, clock())
    const bytes = await writeExportFile(figures, financeDir, file, { question, tell: teller(ledger, file), signal })
    if (!(await noteDone(ledger, file, bytes, clock()))) await removeExport(financeDir, file)
  } catch (error) {
    if (error instanceof Unwanted) return
    if (signal.aborted) throw Object.assign(new Error('the process ends; another goes on', { cause: error }), { code: 'EIO' })
    const reason = reasonOf(error)
    if (reason !== null) return noteFailed(ledger, file, reason, clock())
    if (failureOf(error).kind !== 'unavailable') await noteFailed(ledger, file, MISTAKE, clock())
    throw error
  } finally {
    reader.close()
  }
}

/** Removes the files that nobody can fetch any more, and what attempts left that are over; how many. */
export const removeUnwantedExports = ({ ledger, financeDir }: Pick<Ground, 'ledger' | 'financeDir'>, now: Date): Promise<number> =>
  removeOtherExports(financeDir, () => wantedExports(ledger, now))

type Asked = Question & { figure: FigureName; asOf?: string }

function questionOf({ figure, question }: ExportFile): Asked {
  const known = FIGURES.find((each) => each === figure)
  if (known === undefined) throw new CannotExport('This figure does not exist any more.')
  const chosen = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== null))
  // Whoever asks for figures works for every company.
  return { ...(chosen as Omit<Asked, 'companies' | 'figure'>), companies: null, figure: known }
}

async function figuresOf(reader: Reader, asOf: string | undefined, now: Date): Promise<Figures> {
  if (asOf === undefined) return reader
  const then = await reader.asOf(asOf, now)
  if (then === null) throw new CannotExport('There are no figures yet. Ask again once there are.')
  return then
}

function teller(ledger: Ledger, file: ExportFile) {
  let toldAt = Number.NEGATIVE_INFINITY
  return async ({ rows, coverage: { position, coveredUntil }, written }: Told): Promise<void> => {
    if (performance.now() - toldAt < TELL_MS) return
    toldAt = performance.now()
    const progress = { rowsTotal: rows, rowsWritten: written, position: position ?? '0', coveredUntil }
    if (!(await noteProgress(ledger, file, progress))) throw new Unwanted()
  }
}

const MISTAKE = 'PayLedger made a mistake. An operator finds it in the log of the jobs.'

/** Why another attempt would come to the same, as a sentence; null where it may not. */
function reasonOf(error: unknown): string | null {
  const { name = '', message = '' } = error instanceof Error ? error : {}
  if (name === 'CannotExport' || name === 'MomentRefused') return message
  if (name === 'MartsRefused') return `The figures of that time cannot be made: ${message}. An operator can see what is missing.`
  if (name === 'AskedTooMuch') return 'The rows could not be counted in time. Choose fewer months, a company or a currency.'
  if (/out of memory/i.test(message)) return 'These are too many rows to be put in order. Choose fewer months, a company or a currency.'
  const failure = failureOf(error)
  const isDiskFull = (failure.kind === 'unavailable' && failure.isDiskFull) || /no space left|max_temp_directory_size/i.test(message)
  return isDiskFull ? 'The disk is full. An administrator has to make room; then ask again.' : null
}
