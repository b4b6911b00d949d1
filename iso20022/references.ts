/** References as banks give them. */
import { cut } from './charset'
import { type Node, one, text } from './xml-node'

/** What banks write where they have no reference. */
const NONE = new Set(['NOTPROVIDED', 'NOT PROVIDED', 'NOTAVAILABLE', 'NONREF', 'NONE', '-'])
/** The standards allow 35, in a few places 105. What is longer matches nothing and is shown cut. */
const CHARACTERS_MAX = 140
const WORDS_CHARACTERS_MAX = 500

/** The reference at the path, or null when the bank has none: nothing but zeros is a field left empty, and tells no two entries apart. */
export function reference(node: Node | undefined, ...path: string[]): string | null {
  const found = text(node, ...path)
  return found === null || NONE.has(found.toUpperCase()) || /^0{4,}$/.test(found) ? null : detached(cut(found, CHARACTERS_MAX))
}

/** Who a message is from: the first that any of these parties or banks is named by, with a BIC before a name. */
export function senderOf(...parties: (Node | undefined)[]): { sender?: string } {
  for (const party of parties) {
    const organisation = one(party, 'Id', 'OrgId')
    const sender =
      text(organisation, 'AnyBIC') ?? text(organisation, 'BICOrBEI') ?? text(party, 'BICFI') ?? text(party, 'BIC') ?? text(party, 'Nm')
    if (sender !== null) return { sender: detached(cut(sender, CHARACTERS_MAX)) }
  }
  return {}
}

/** As many lines of words as are kept: more would be cut in any case, and 199,000 are more than a call can take. */
export const LINES_MAX = 500

/** Words for a person, cut to a length that can be shown. */
export function words(...lines: (string | null)[]): string | null {
  const said = lines.filter((line) => line !== null).join(' ')
  return said === '' ? null : detached(cut(said, WORDS_CHARACTERS_MAX))
}

/** A copy of its own: a piece of the file's text would keep 64 KB of it in memory, and all pieces the whole file (465 MB instead of 250). */
export const detached = (piece: string): string => Buffer.from(piece, 'utf8').toString('utf8')
