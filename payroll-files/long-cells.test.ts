/** What one cell may hold: texts that stopped a server, or filled its memory, are refused in a sentence. */
import { expect, it } from 'vitest'
import { cpuMs } from '@/stack/test-runner/cpu-time'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { sight, taken } from '@/stack/test-runner/taken'

const ES = 'ES9121000418450200051332'
const HEADER = 'Employee number,Name,IBAN,Amount,Currency'
const CELLS: readonly [string, string][] = [
  // In a heading it stood for minutes: a hyphen, and line breaks that might be a word parted at a line's end.
  ['line breaks after a hyphen', `-${'\n'.repeat(100_000)}`],
  ['one word', 'a'.repeat(100_000)],
  ['digits', '1,'.repeat(50_000)],
  ['accents', `e${'\u0301'.repeat(50_000)}`],
  ['another script', 'ع'.repeat(50_000)],
]

it.each(CELLS)('a heading of %s takes no time', async (_, cell) => {
  const file = Buffer.from(`${HEADER},"${cell}"\n1,Ana,${ES},1.50,EUR,x\n`)
  expect(await cpuMs(() => sight('a.csv', file))).toBeLessThan(8_000)
})

it.each(CELLS)('a cell of %s is a problem of its row', async (_, cell) => {
  const file = Buffer.from(`${HEADER}\n1,"${cell}",${ES},1.50,EUR\n2,Ben,${ES},2.50,EUR\n`)
  const { lines, problems, refused } = await taken('a.csv', file)
  expect(lines).toHaveLength(1)
  expect(problems).toEqual([expect.stringMatching(/^2 Name \(B\): This cell has [\d,]+ characters\. The limit is 500\.$/)])
  expect(refused[0]?.cells[1]?.length).toBeLessThanOrEqual(500)
})

it('a text without end in a workbook is refused before it is in memory', async () => {
  const rows = [HEADER.split(','), [1, 'x'.repeat(3_000_000), ES, 1.5, 'EUR']]
  await expect(sight('a.xlsx', makeXlsx([{ name: 'Pay', rows }]))).rejects.toThrow('holds more text than Excel itself keeps')
})
