/** What a file is by its first bytes, whatever its name says. */
import { headOf, sizeOf } from './source'
import type { Format, PayrollSource, Refusal } from './types'

/** 100,000 lines have about 10 MB as CSV and 6 as a workbook. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024

const HEAD_BYTES = 1024 * 1024
const SAVE_AS = 'Save it as .xlsx or as "CSV UTF-8" and upload that.'

/** @returns the format with a remark when the name says another, or why the file is refused. */
export async function formatOf(file: PayrollSource): Promise<{ format: Format; remark: string | null } | Refusal> {
  const size = await sizeOf(file)
  if (size === 0) return refused('The file is empty.')
  if (size > FILE_BYTES_MAX)
    return refused(
      `The file has ${Math.ceil(size / 1024 / 1024).toLocaleString('en')} MB; the limit is ${FILE_BYTES_MAX / 1024 / 1024} MB. A payroll of 100,000 lines has about 10 MB. Remove pictures and other sheets, or split the file.`,
    )
  const head = await headOf(file, HEAD_BYTES)
  if (startsWith(head, 'PK\u0003\u0004')) return { format: 'xlsx', remark: renamed(file.name, 'an Excel workbook', /\.(xlsx|xlsm)$/i) }
  const something = MAGIC.find(({ start }) => startsWith(head, start))
  if (something) return refused(`${something.is(head)} ${SAVE_AS}`)
  // Byte order marks and the zeros of UTF-16 aside.
  const opening = Buffer.from(head.subarray(0, 512))
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (/^<[!?a-z]/i.test(opening))
    return refused(`This is a web page or an XML file, as some programs write when they say Excel. ${SAVE_AS}`)
  if (/^(?:\[\s*)?\{\s*"/.test(opening)) return refused(`This is a JSON file. ${SAVE_AS}`)
  return { format: 'csv', remark: renamed(file.name, 'a text file', /\.(csv|txt|tsv|tab|dat)$/i) }
}

const refused = (sentence: string): Refusal => ({ kind: 'refused', sentence })

const startsWith = (bytes: Uint8Array, start: string): boolean => [...start].every((character, i) => bytes[i] === character.charCodeAt(0))

const MAGIC: readonly { start: string; is: (head: Uint8Array) => string }[] = [
  { start: '\u00d0\u00cf\u0011\u00e0', is: compoundFile },
  { start: 'PK\u0005\u0006', is: () => 'This is an empty zip file.' },
  { start: '%PDF', is: () => 'This is a PDF document.' },
  { start: '\u001f\u008b', is: () => 'This is a compressed file (gzip).' },
  { start: '7z\u00bc\u00af', is: () => 'This is a compressed file (7z).' },
  { start: 'Rar!', is: () => 'This is a compressed file (rar).' },
  { start: '\u0089PNG', is: () => 'This is a picture.' },
  { start: '\u00ff\u00d8\u00ff', is: () => 'This is a picture.' },
  { start: '{\\rtf', is: () => 'This is a text document (RTF).' },
]

/** Before 2007 Excel wrote this container; today it holds workbooks with a password. */
function compoundFile(head: Uint8Array): string {
  return Buffer.from(head).includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? 'This workbook has a password. Open it in Excel and remove the password.'
    : 'This is a workbook of the old Excel format (.xls).'
}

const renamed = (name: string, what: string, fitting: RegExp): string | null =>
  fitting.test(name) || !/\.[a-z0-9]{2,5}$/i.test(name)
    ? null
    : `This is ${what}, although its name ends in "${/\.[a-z0-9]+$/i.exec(name)?.[0]}". PayLedger reads it as what it is.`
