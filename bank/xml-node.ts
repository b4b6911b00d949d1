/** XML as nested values, read without regard to namespaces and prefixes: about a quarter of banks' own samples have a wrong one or none. */
import { XMLParser } from 'fast-xml-parser'
import { type Unreadable, unreadable } from './unreadable'
import { xmlText } from './xml-bytes'

/** An element: its text, or its children by name (with attributes as "@name" and text as "#text"). */
export type Node = string | { readonly [name: string]: Node | readonly Node[] }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Decoded in `text`: the library's own decoding stops at 1,000 of them, which a file of names reaches.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/** Bytes to the outermost element with its name, or why not. Never throws. */
export function parseXml(bytes: Uint8Array): { name: string; node: Node } | Unreadable {
  const xml = xmlText(bytes)
  if (typeof xml !== 'string') return xml
  try {
    const parsed = parser.parse(xml) as Record<string, Node>
    const [root] = Object.entries(parsed).filter(([name]) => name !== '#text')
    return root ? { name: root[0], node: root[1] } : unreadable('the file has no elements')
  } catch {
    return unreadable('the file is not well-formed XML')
  }
}

/** All children with this name, in the order of the file. */
export function many(node: Node | undefined, name: string): readonly Node[] {
  if (node === undefined || typeof node === 'string' || !Object.hasOwn(node, name)) return []
  const found = node[name]
  if (found === undefined) return []
  return Array.isArray(found) ? (found as readonly Node[]) : [found as Node]
}

/** The first element at the path of names, if there is one. */
export function one(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node
  for (const name of path) at = many(at, name)[0]
  return at
}

/** The text at the path, trimmed and decoded; null when the element is missing or empty. */
export function text(node: Node | undefined, ...path: string[]): string | null {
  const found = one(node, ...path)
  const raw = typeof found === 'string' ? found : typeof found === 'object' ? one(found, '#text') : undefined
  if (typeof raw !== 'string') return null
  const decoded = decode(raw).trim()
  return decoded === '' ? null : decoded
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    },
  )
}
