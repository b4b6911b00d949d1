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

const XML_ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * A reader that takes XML piece by piece and keeps only what `reducers` make of the elements they name. Entities other than XML's own five, more elements
 * or kept values than the limits, and what is no XML, are refused: it then ends as unreadable, with the line.
 */
export function xmlReader(reducers: Reducers, { elementsMax, keptMax }: Limits): XmlReader {
  const parser = new SaxesParser({ xmlns: false, position: true })
  // Or "&constructor;" would be found in what every object has.
  Object.setPrototypeOf(Object.assign(parser.ENTITIES, { ...XML_ENTITIES }), null)
  const open: Frame[] = []
  let root: { name: string; node: Node } | null = null
  let elements = 0
  let kept = 0
  let attributes = 0
  let linesBefore = 0
  let bytesSinceTag = 0

  const line = (): number => linesBefore + parser.line
  const here = (): string => `line ${line()}, character ${parser.column}`
  const refuse = (reason: string): never => {
    throw new Refusal(`${reason} (${here()})`)
  }

  const tooLong = (): never => refuse(`a text is longer than ${TEXT_BYTES_MAX / 1024 / 1024} MB`)

  parser.on('error', (error) => refuse(inWords(error.message, open)))
  parser.on('doctype', (name) =>
    /^\s*html/i.test(name)
      ? refuse('this is a web page, not a bank file')
      : refuse('the file has a document type definition, which bank files never have'),
  )
  parser.on('opentagstart', ({ name }) => {
    bytesSinceTag = 0
    if (open.length === 0 && /^html$/i.test(name)) refuse('this is a web page, not a bank file')
    if (open.length >= DEPTH_MAX) refuse(`the elements nest deeper than ${DEPTH_MAX} levels`)
    if (elements >= elementsMax) refuse(`the file has more than ${elementsMax} elements that belong to no payment`)
    attributes = 0
    open.push({
      qualified: name,
      name: name.slice(name.indexOf(':') + 1),
      children: null,
      names: 0,
      text: '',
      line: line(),
      elementsBefore: elements,
    })
    elements += 1
  })
  parser.on('attribute', ({ name, value }: SaxesAttributePlain) => {
    attributes += 1
    if (attributes > ATTRIBUTES_MAX) refuse(`an element has more than ${ATTRIBUTES_MAX} attributes`)
    const frame = open.at(-1)
    if (!frame || name.startsWith('xmlns')) return
    frame.children ??= {}
    frame.children[`@${name.slice(name.indexOf(':') + 1)}`] = plainText(value)
  })
  const addText = (text: string): void => {
    const frame = open.at(-1)
    if (!frame) return
    frame.text += text
    if (frame.text.length > TEXT_BYTES_MAX) tooLong()
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    bytesSinceTag = 0
    const frame = open.pop()
    if (!frame) return
    let node: Node = nodeOf(frame)
    const reduce = Object.hasOwn(reducers, frame.name) ? reducers[frame.name] : undefined
    if (reduce) {
      node = reduce(node, frame.line) as Node
      elements = frame.elementsBefore
      kept += 1
      if (kept > keptMax) refuse(`the file has more than ${keptMax} entries and payments`)
    }
    const parent = open.at(-1)
    if (parent) addChild(parent, frame.name, node, refuse)
    else root = { name: frame.name, node }
  })

  let begun = false
  let head: Uint8Array = new Uint8Array()
  let decoder: TextDecoder | null = null
  let bytes = 0
  let refusal: Unreadable | null = null

  function feed(piece: Uint8Array, last: boolean): void {
    if (!decoder) {
      const encoding = encodingOf(piece)
      if (typeof encoding !== 'string') throw new Refusal(encoding.reason)
      decoder = new TextDecoder(encoding, { fatal: true })
    }
    let text: string
    try {
      text = decoder.decode(piece, { stream: !last })
    } catch {
      const at = line() + lineBreaksBeforeDamage(piece, decoder.encoding)
      throw new Refusal(`the file says it is ${decoder.encoding} but is not (line ${at})`)
    }
    bytesSinceTag += piece.length
    parser.write(begun ? text : withoutMargin(text))
    // A text that never ends comes with no event: the parser gathers it.
    if (bytesSinceTag > TEXT_BYTES_MAX) tooLong()
    begun ||= text !== ''
  }

  /** Nothing may stand before an XML declaration; some files begin with empty lines all the same. */
  function withoutMargin(text: string): string {
    const trimmed = text.trimStart()
    linesBefore = text.slice(0, text.length - trimmed.length).split('\n').length - 1
    return trimmed
  }

  function guarded(work: () => void): void {
    if (refusal) return
    try {
      work()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusal = unreadable(error.message)
    }
  }

  return {
    write: (piece) =>
      guarded(() => {
        bytes += piece.length
        if (bytes > XML_BYTES_MAX) throw new Refusal(`the file has more than ${XML_BYTES_MAX / 1024 / 1024} MB`)
        // The first bytes tell the encoding: they are waited for.
        const gathered = decoder || head.length === 0 ? piece : Buffer.concat([head, piece])
        if (!decoder && gathered.length < XML_HEAD_BYTES) head = gathered
        else feed(gathered, false)
      }),
    end: () => {
      guarded(() => {
        if (bytes === 0) throw new Refusal('the file is empty')
        feed(decoder ? new Uint8Array() : head, true)
        if (open.length > 0) refuse(cutOff(open))
        parser.close()
      })
      return refusal ?? root ?? unreadable('the file has no elements')
    },
    refused: () => refusal !== null,
  }
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

function addChild(parent: Frame, name: string, node: Node, refuse: (reason: string) => never): void {
  // Assigning to it would change the object instead of adding to it; no standard has such an element.
  if (name === '__proto__') return
  parent.children ??= {}
  const before = Object.hasOwn(parent.children, name) ? parent.children[name] : undefined
  if (before === undefined) {
    parent.names += 1
    if (parent.names > CHILD_NAMES_MAX) refuse(`an element has elements of more than ${CHILD_NAMES_MAX} names`)
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
