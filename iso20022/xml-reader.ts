/** XML in pieces to nested values: bounded in size, depth and memory, without DTD and entities, every refusal with its place. */
import { type SaxesAttributePlain, SaxesParser } from 'saxes'
import { plainText } from '@/platform/plain-text'
import { type Unreadable, unreadable } from './unreadable'
import { encodingOf, lineBreaksBeforeDamage, XML_HEAD_BYTES } from './xml-encoding'
import type { Node } from './xml-node'

/** A camt.053 of 100,000 payments with every detail has about 100 MB. */
export const XML_BYTES_MAX = 128 * 1024 * 1024
/** Bank files nest about 15 levels. */
const DEPTH_MAX = 64
/** The banks' elements have one or two. */
const ATTRIBUTES_MAX = 50
/** Of one element: the banks' have at most some dozens. */
const CHILD_NAMES_MAX = 1_000
/** Of one text, attribute or comment: the longest a bank file has is 9 KB. */
const TEXT_BYTES_MAX = 1024 * 1024

/**
 * What becomes of elements of a name as soon as they end: a value that takes the element's place in its parent, so that a file of 100,000
 * entries is never in memory as XML. `line` counts from 1.
 */
export type Reducers = Readonly<Record<string, (node: Node, line: number) => object>>

export type Limits = {
  /** Elements held at once that no fold has taken. */
  elementsMax: number
  /** Folded values in a file. */
  keptMax: number
}

export type XmlReader = {
  /** Takes the next piece. Once it has refused, further pieces are passed over. */
  write: (piece: Uint8Array) => void
  /** The outermost element, or why not. */
  end: () => { name: string; node: Node } | Unreadable
  /** Whether something was refused: reading on is of no use. */
  refused: () => boolean
}

type Children = { [name: string]: Node | Node[] }
type Frame = {
  qualified: string
  name: string
  children: Children | null
  names: number
  text: string
  line: number
  elementsBefore: number
}

class Refusal extends Error {}

const WEB_PAGE = 'this is a web page, not a bank file'
const XML_ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** A reader that is under way. */
type Reading = {
  parser: SaxesParser
  reducers: Reducers
  limits: Limits
  open: Frame[]
  root: { name: string; node: Node } | null
  elements: number
  kept: number
  attributes: number
  linesBefore: number
  bytes: number
  bytesSinceTag: number
  /** Null until the first bytes have told the encoding; they are gathered in `head`. */
  decoder: TextDecoder | null
  head: Uint8Array
  begun: boolean
  refusal: Unreadable | null
}

/**
 * A reader that takes XML piece by piece and keeps only what `reducers` make of the elements they name. Entities other than XML's own five, more elements
 * or kept values than the limits, and what is no XML, are refused: it then ends as unreadable, with the line.
 */
export function xmlReader(reducers: Reducers, limits: Limits): XmlReader {
  const reading: Reading = {
    ...{ parser: new SaxesParser({ xmlns: false, position: true }), reducers, limits, open: [], root: null },
    ...{ elements: 0, kept: 0, attributes: 0, linesBefore: 0, bytes: 0, bytesSinceTag: 0 },
    ...{ decoder: null, head: new Uint8Array(), begun: false, refusal: null },
  }
  const { parser, open } = reading
  // Or "&constructor;" would be found in what every object has.
  Object.setPrototypeOf(Object.assign(parser.ENTITIES, { ...XML_ENTITIES }), null)
  parser.on('error', (error) => refuse(reading, inWords(error.message, open)))
  parser.on('doctype', (name) =>
    refuse(reading, /^\s*html/i.test(name) ? WEB_PAGE : 'the file has a document type definition, which bank files never have'),
  )
  parser.on('opentagstart', ({ name }) => openElement(reading, name))
  parser.on('attribute', (attribute) => addAttribute(reading, attribute))
  parser.on('text', (text) => addText(reading, text))
  parser.on('cdata', (text) => addText(reading, text))
  parser.on('closetag', () => closeElement(reading))
  return {
    write: (piece) => guarded(reading, () => take(reading, piece)),
    end: () => {
      guarded(reading, () => finish(reading))
      return reading.refusal ?? reading.root ?? unreadable('the file has no elements')
    },
    refused: () => reading.refusal !== null,
  }
}

function guarded(reading: Reading, work: () => void): void {
  if (reading.refusal) return
  try {
    work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    reading.refusal = unreadable(error.message)
  }
}

const lineOf = ({ linesBefore, parser }: Reading): number => linesBefore + parser.line

function refuse(reading: Reading, reason: string): never {
  throw new Refusal(`${reason} (line ${lineOf(reading)}, character ${reading.parser.column})`)
}

const refuseLength = (reading: Reading): never => refuse(reading, `a text is longer than ${TEXT_BYTES_MAX / 1024 / 1024} MB`)

function take(reading: Reading, piece: Uint8Array): void {
  const { decoder, head } = reading
  reading.bytes += piece.length
  if (reading.bytes > XML_BYTES_MAX) throw new Refusal(`the file has more than ${XML_BYTES_MAX / 1024 / 1024} MB`)
  // The first bytes tell the encoding: they are waited for.
  const gathered = decoder || head.length === 0 ? piece : Buffer.concat([head, piece])
  if (!decoder && gathered.length < XML_HEAD_BYTES) reading.head = gathered
  else feed(reading, gathered, false)
}

function finish(reading: Reading): void {
  const { bytes, decoder, head, open, parser } = reading
  if (bytes === 0) throw new Refusal('the file is empty')
  feed(reading, decoder ? new Uint8Array() : head, true)
  if (open.length > 0) refuse(reading, cutOff(open))
  parser.close()
}

function feed(reading: Reading, piece: Uint8Array, last: boolean): void {
  reading.decoder ??= decoderFor(piece)
  let text: string
  try {
    text = reading.decoder.decode(piece, { stream: !last })
  } catch {
    const { encoding } = reading.decoder
    const at = lineOf(reading) + lineBreaksBeforeDamage(piece, encoding)
    throw new Refusal(`the file says it is ${encoding} but is not (line ${at})`)
  }
  reading.bytesSinceTag += piece.length
  reading.parser.write(reading.begun ? text : withoutMargin(reading, text))
  // A text that never ends comes with no event: the parser gathers it.
  if (reading.bytesSinceTag > TEXT_BYTES_MAX) refuseLength(reading)
  reading.begun ||= text !== ''
}

function decoderFor(head: Uint8Array): TextDecoder {
  const encoding = encodingOf(head)
  if (typeof encoding !== 'string') throw new Refusal(encoding.reason)
  return new TextDecoder(encoding, { fatal: true })
}

/** Nothing may stand before an XML declaration; some files begin with empty lines all the same. */
function withoutMargin(reading: Reading, text: string): string {
  const trimmed = text.trimStart()
  reading.linesBefore = text.slice(0, text.length - trimmed.length).split('\n').length - 1
  return trimmed
}

function openElement(reading: Reading, name: string): void {
  const { open, limits } = reading
  reading.bytesSinceTag = 0
  if (open.length === 0 && /^html$/i.test(name)) refuse(reading, WEB_PAGE)
  if (open.length >= DEPTH_MAX) refuse(reading, `the elements nest deeper than ${DEPTH_MAX} levels`)
  if (reading.elements >= limits.elementsMax)
    refuse(reading, `the file has more than ${limits.elementsMax} elements that belong to no payment`)
  reading.attributes = 0
  open.push({
    qualified: name,
    name: name.slice(name.indexOf(':') + 1),
    children: null,
    names: 0,
    text: '',
    line: lineOf(reading),
    elementsBefore: reading.elements,
  })
  reading.elements += 1
}

function addAttribute(reading: Reading, { name, value }: SaxesAttributePlain): void {
  reading.attributes += 1
  if (reading.attributes > ATTRIBUTES_MAX) refuse(reading, `an element has more than ${ATTRIBUTES_MAX} attributes`)
  const frame = reading.open.at(-1)
  if (!frame || name.startsWith('xmlns')) return
  frame.children ??= {}
  frame.children[`@${name.slice(name.indexOf(':') + 1)}`] = plainText(value)
}

function addText(reading: Reading, text: string): void {
  const frame = reading.open.at(-1)
  if (!frame) return
  frame.text += text
  if (frame.text.length > TEXT_BYTES_MAX) refuseLength(reading)
}

function closeElement(reading: Reading): void {
  const { open, reducers, limits } = reading
  reading.bytesSinceTag = 0
  const frame = open.pop()
  if (!frame) return
  let node: Node = nodeOf(frame)
  const reduce = Object.hasOwn(reducers, frame.name) ? reducers[frame.name] : undefined
  if (reduce) {
    node = reduce(node, frame.line) as Node
    reading.elements = frame.elementsBefore
    reading.kept += 1
    if (reading.kept > limits.keptMax) refuse(reading, `the file has more than ${limits.keptMax} entries and payments`)
  }
  const parent = open.at(-1)
  if (parent) addChild(reading, parent, frame.name, node)
  else reading.root = { name: frame.name, node }
}

/** A whole file at once, for payment files of our own size. Never throws. */
export function parseXml(bytes: Uint8Array): { name: string; node: Node } | Unreadable {
  const reader = xmlReader({}, { elementsMax: Number.POSITIVE_INFINITY, keptMax: 0 })
  reader.write(bytes)
  return reader.end()
}

function nodeOf({ children, text }: Frame): Node {
  // XML allows DEL and more of the control characters than the ledger does.
  const plain = plainText(text)
  if (!children) return plain
  if (/\S/.test(plain)) children['#text'] = plain
  return children
}

function addChild(reading: Reading, parent: Frame, name: string, node: Node): void {
  // Assigning to it would change the object instead of adding to it; no standard has such an element.
  if (name === '__proto__') return
  parent.children ??= {}
  const before = Object.hasOwn(parent.children, name) ? parent.children[name] : undefined
  if (before === undefined) {
    parent.names += 1
    if (parent.names > CHILD_NAMES_MAX) refuse(reading, `an element has elements of more than ${CHILD_NAMES_MAX} names`)
    parent.children[name] = node
  } else if (Array.isArray(before)) before.push(node)
  else parent.children[name] = [before, node]
}

/** The parser's messages in the words of the person who gets the file back. */
function inWords(message: string, open: readonly Frame[]): string {
  const said = message.replace(/^(?:\S*:)?\d+:\d+: /, '')
  const closed = /^unmatched closing tag: (.*)\.$/.exec(said)?.[1]
  if (closed !== undefined) return `the element ${short(closed)} is closed where ${short(open.at(-1)?.qualified ?? 'nothing')} is open`
  if (said === 'unexpected close tag.') return 'an element is closed within which another is still open'
  if (/^unexpected end/.test(said)) return cutOff(open)
  return Object.hasOwn(WORDS, said) ? (WORDS[said] ?? said) : `this is not well-formed XML: ${said.replace(/\.$/, '')}`
}

const WORDS: Readonly<Record<string, string>> = {
  'disallowed character.': 'there is a character that XML does not allow',
  'disallowed character in tag name': 'a "<" begins no element',
  'undefined entity.': 'an entity is used that XML does not define',
  'document must contain a root element.': 'the file has no elements',
  'documents may contain only one root.': 'the file has more than one outermost element',
  'text data outside of root node.': 'there is text outside of the outermost element',
}

const cutOff = (open: readonly Frame[]): string => {
  const last = open.at(-1)
  return `the file is cut off${last ? `: it ends within ${short(last.qualified)}, which begins in line ${last.line}; get it again from the bank` : ''}`
}

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)
