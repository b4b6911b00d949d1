/** The bank's own record of what it paid, one JSON line per payment: proof, for tests, of what was paid how often. */
import { appendFile, readFile } from 'node:fs/promises'
import type { Paid } from './booked'

export type PaidLine = {
  endToEndId: string
  amountMinor: string
  currency: string
  bankReference: string
  receipt: string
  paidAt: string
  times: number
}

/** All lines; one that a crash tore is left out. */
export async function readPaid(path: string): Promise<PaidLine[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as PaidLine]
    } catch {
      return []
    }
  })
}

/** Records payments of one receipt. What that receipt has recorded already (before a crash) is not recorded again. */
export async function recordPaid(path: string, paid: readonly Paid[], receipt: string, at: Date): Promise<void> {
  const before = await readPaid(path)
  const recorded = new Set(before.filter((line) => line.receipt === receipt).map((line) => line.endToEndId))
  const times = new Map<string, number>()
  for (const line of before) times.set(line.endToEndId, (times.get(line.endToEndId) ?? 0) + 1)
  const lines = paid
    .filter(({ endToEndId }) => !recorded.has(endToEndId))
    .map(
      ({ endToEndId, amountMinor, currency, bankReference }): PaidLine => ({
        endToEndId,
        amountMinor: amountMinor.toString(),
        currency,
        bankReference,
        receipt,
        paidAt: at.toISOString(),
        times: (times.get(endToEndId) ?? 0) + 1,
      }),
    )
  // The leading line break ends a line that a crash tore.
  if (lines.length > 0) await appendFile(path, `\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
}
