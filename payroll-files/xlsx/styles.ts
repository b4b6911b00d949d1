/** Of a workbook's formats only what changes what a number is: leading zeros ("00000000") and dates (ECMA-376 part 1, 18.8.30). */
import type { Workbook } from './workbook'
import { parseWhole } from './xml'

export type NumberFormat = { zeros: number } | 'date' | null

/** By the number a cell names its style with. */
export async function readFormats({ archive, styles }: Workbook): Promise<NumberFormat[]> {
  const codes = new Map<string, string>()
  const formats: NumberFormat[] = []
  if (styles === null) return formats
  let inCells = false
  await parseWhole(archive.read(styles), {
    open: (name, { numFmtId = '', formatCode = '' }) => {
      if (name === 'numFmt') codes.set(numFmtId, formatCode)
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) formats.push(formatOf(Number(numFmtId), codes.get(numFmtId) ?? ''))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

function formatOf(id: number, code: string): NumberFormat {
  if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47)) return 'date'
  if (/^0{2,20}$/.test(code)) return { zeros: code.length }
  return /[ymdh]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')) ? 'date' : null
}
