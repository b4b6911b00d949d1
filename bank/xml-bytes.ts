/** From a file's bytes to XML text that is safe to parse: bounded, in a known encoding, without DTD and entities, not too deep. */
import { type Unreadable, unreadable } from './unreadable'

/** A camt.054 of 100,000 payments with every detail has about 60 MB. */
export const XML_BYTES_MAX = 128 * 1024 * 1024
/** Bank files nest about 15 levels. */
const XML_DEPTH_MAX = 64

const BOMS: readonly { label: string; bytes: readonly number[] }[] = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
]

const ENCODINGS = new Set([
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'latin1',
  'utf-16',
  'utf-16le',
  'utf-16be',
])

/** Decodes by byte order mark, else by the XML declaration, else as UTF-8, and refuses what must not reach a parser. */
export function xmlText(bytes: Uint8Array): string | Unreadable {
  if (bytes.length === 0) return unreadable('the file is empty')
  if (bytes.length > XML_BYTES_MAX) return unreadable(`the file has more than ${XML_BYTES_MAX / 1024 / 1024} MB`)
  const encoding = encodingOf(bytes)
  if (typeof encoding !== 'string') return encoding
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return unreadable(`the file says it is ${encoding} but is not`)
  }
  return dangerIn(text) ?? text
}

function encodingOf(bytes: Uint8Array): string | Unreadable {
  const bom = BOMS.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte))
  if (bom) return bom.label
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
  return ENCODINGS.has(declared) ? declared : unreadable(`the encoding ${declared} is not one that banks use`)
}

/** Why the text must not be parsed, or null. */
function dangerIn(text: string): Unreadable | null {
  if (!/^\s*</.test(text)) return unreadable('this is not an XML file: it does not begin with "<"')
  if (text.includes('\0')) return unreadable('the file contains NUL characters')
  if (/<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text))
    return unreadable('the file has a document type definition, which bank files never have')
  const entity = /&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_][\w.-]{0,60});/.exec(text)
  if (entity) return unreadable(`the file uses the entity &${entity[1]};, which XML does not define`)
  return structureProblem(text)
}

/** Tags that do not close, close in the wrong order or nest too deep. One pass over the tags; comments and CDATA are stepped over. */
function structureProblem(text: string): Unreadable | null {
  const open: string[] = []
  let elements = 0
  let at = text.indexOf('<')
  while (at !== -1) {
    const end = endOfMarkup(text, at)
    if (end === -1) return unreadable(cutOff(open))
    const next = text.charCodeAt(at + 1)
    if (next === SLASH) {
      const closing = text.slice(at + 2, end).trimEnd()
      const expected = open.pop()
      if (expected !== closing) return unreadable(`the element ${short(closing)} is closed where ${short(expected ?? 'nothing')} is open`)
    } else if (next !== BANG && next !== QUESTION) {
      const problem = openTag(text, at, end, open)
      if (problem) return problem
      if (open.length === (text.charCodeAt(end - 1) === SLASH ? 0 : 1)) elements += 1
      if (elements > 1) return unreadable('the file has more than one outermost element')
    }
    at = text.indexOf('<', end + 1)
  }
  if (open.length > 0) return unreadable(cutOff(open))
  return elements === 1 ? null : unreadable('the file has no elements')
}

const [SLASH, BANG, QUESTION] = [0x2f, 0x21, 0x3f]
const TAG_NAME = /[A-Za-z_][\w.:-]*/y

function openTag(text: string, at: number, end: number, open: string[]): Unreadable | null {
  TAG_NAME.lastIndex = at + 1
  const name = TAG_NAME.exec(text)?.[0]
  if (name === undefined) return unreadable(`a "<" at character ${at + 1} begins no element`)
  if (text.charCodeAt(end - 1) === SLASH) return null
  open.push(name)
  return open.length > XML_DEPTH_MAX ? unreadable(`the elements nest deeper than ${XML_DEPTH_MAX} levels`) : null
}

/** Where the tag, comment, CDATA section or instruction that begins at `at` ends; -1 when it does not. */
function endOfMarkup(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return endAfter(text, '-->', at + 4)
  if (text.startsWith('<![CDATA[', at)) return endAfter(text, ']]>', at + 9)
  if (text.startsWith('<?', at)) return endAfter(text, '?>', at + 2)
  const end = text.indexOf('>', at)
  const quoted = text.slice(at, end === -1 ? at : end)
  return quoted.includes('"') || quoted.includes("'") ? endOutsideQuotes(text, at) : end
}

/** An attribute's value may contain ">". */
function endOutsideQuotes(text: string, at: number): number {
  let quote = ''
  for (let i = at; i < text.length; i++) {
    const character = text.charAt(i)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '>') return i
    else if (character === '"' || character === "'") quote = character
  }
  return -1
}

function endAfter(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? -1 : found + mark.length - 1
}

const cutOff = (open: string[]): string =>
  `the file is cut off${open.length > 0 ? `: ${short(open.at(-1) ?? '')} is still open at its end` : ''}`

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)
