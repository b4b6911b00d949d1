/** From an uploaded file's bytes to text, or one sentence on what the file is instead. */

/** 100,000 lines have about 10 MB. */
const PAYROLL_BYTES_MAX = 32 * 1024 * 1024

const SAVE_AS = 'Save it as "CSV UTF-8 (comma delimited)" and upload that.'

const MAGIC: readonly { bytes: readonly number[]; what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or another zip file' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0x1f, 0x8b], what: 'a compressed file' },
]

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte)

/** @returns the text without its byte order mark, or the problem. */
export function payrollText(bytes: Uint8Array): { text: string } | { problem: string } {
  if (bytes.length === 0) return { problem: 'The file is empty.' }
  if (bytes.length > PAYROLL_BYTES_MAX)
    return { problem: `The file has more than ${PAYROLL_BYTES_MAX / 1024 / 1024} MB; a payroll file of 100,000 lines has about 10.` }
  const magic = MAGIC.find((candidate) => startsWith(bytes, candidate.bytes))
  if (magic) return { problem: `This is ${magic.what}, not a CSV file. ${SAVE_AS}` }
  if (looksLikeUtf16(bytes)) return { problem: `The file is in UTF-16 ("Unicode text"), not UTF-8. ${SAVE_AS}` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: `The file is not in UTF-8; it looks like Windows-1252 (see ${firstAccent(bytes)}). ${SAVE_AS}` }
  }
}

/** By its byte order mark, or because every other byte of its beginning is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return true
  const head = bytes.subarray(0, 200)
  const zeros = [0, 0]
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  })
  return head.length >= 8 && zeros.some((count, half) => count > head.length / 4 && zeros[1 - half] === 0)
}

/** The row and the word of the first letter outside ASCII, so that a person can look. */
function firstAccent(bytes: Uint8Array): string {
  const at = bytes.findIndex((byte) => byte >= 0x80)
  const before = new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(0, at - 40), at))
  const after = new TextDecoder('windows-1252').decode(bytes.subarray(at, at + 40))
  const word = `${/[^\s,;"]*$/.exec(before)?.[0] ?? ''}${/^[^\s,;"]*/.exec(after)?.[0] ?? ''}`
  let row = 1
  for (let i = 0; i < at; i++) if (bytes[i] === 0x0a) row += 1
  return `"${word}" in row ${row}`
}
