/** In which encoding a bank's XML file is. */
import { type Unreadable, unreadable } from './unreadable'

/** How many bytes tell it. */
export const XML_HEAD_BYTES = 200

const BOMS: readonly { label: string; bytes: readonly number[] }[] = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
  // Without a byte order mark: the "<" every XML file begins with.
  { label: 'utf-16le', bytes: [0x3c, 0x00] },
  { label: 'utf-16be', bytes: [0x00, 0x3c] },
]

/** An archive is opened where it is the file itself; these are within one, or of another kind. */
const OTHERS: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'a zip archive within an archive', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a gzip archive', bytes: [0x1f, 0x8b] },
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  // ":20:"
  { name: 'an MT940 statement', bytes: [0x3a, 0x32, 0x30, 0x3a] },
]

/** Those of Europe's alphabets under their usual names; Polish, Czech and Hungarian banks write -2 and 1250, Greek ones -7 and 1253. */
const ENCODING = /^(?:utf-?8|(?:us-)?ascii|latin[12]|iso-?8859-(?:1|2|3|4|5|7|9|10|13|14|15)|(?:windows-|cp)125[0-7])$/

/** Takes the first bytes of a file. By byte order mark, else by the XML declaration, else UTF-8. */
export function encodingOf(head: Uint8Array): string | Unreadable {
  const mark = BOMS.find((candidate) => candidate.bytes.every((byte, i) => head[i] === byte))
  if (mark) return mark.label
  const other = OTHERS.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte))
  if (other) return unreadable(`this is ${other.name}, which PayLedger cannot read as a bank file`)
  const text = String.fromCharCode(...head.subarray(0, XML_HEAD_BYTES))
  if (!/^\s*</.test(text)) return unreadable('this is not an XML file: it does not begin with "<"')
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(text)?.[1]?.toLowerCase() ?? 'utf-8'
  // A declaration that can be read byte by byte is not in UTF-16, whatever it says; some programs say so of every text.
  if (/^utf-?16(?:le|be)?$/.test(declared)) return 'utf-8'
  return ENCODING.test(declared) ? declared : unreadable(`the encoding ${declared} is not one that banks use`)
}

/** After how many line breaks the first byte stands that is not in the encoding. `piece` may begin within a character. */
export function lineBreaksBeforeDamage(piece: Uint8Array, encoding: string): number {
  let from = 0
  while (encoding === 'utf-8' && from < 3 && ((piece[from] ?? 0) & 0xc0) === 0x80) from += 1
  const text = new TextDecoder(encoding).decode(piece.subarray(from))
  return text.slice(0, Math.max(0, text.indexOf('\ufffd'))).split('\n').length - 1
}
