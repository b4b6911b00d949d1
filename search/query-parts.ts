/** The parts of what is typed into the one box, for who reads a query and for who makes links that change it. */

export type QueryPart = {
  /** As typed. */
  part: string
  /** What stands before the colon, in small letters, whether there is such a filter or not; null for a word. */
  name: string | null
  /** Without its quotes. Of a word that is not quoted, with the minus before it, unless it holds a digit: that is no minus. */
  value: string
  negated: boolean
  isQuoted: boolean
}

const PART = /(-?)([a-z]+):("[^"]*"|\S*)|-?"([^"]*)"|(\S+)/gi

/** Words, texts in quotes and filters, in their order. A quote that is not closed is a character like others. */
export function* queryParts(query: string): Generator<QueryPart> {
  for (const [part, , name, value = '', quoted, word = ''] of query.matchAll(PART)) {
    // "-83551" is the end of a reference as it was copied: no name that somebody leaves out has a digit.
    const isEnd = name === undefined && quoted === undefined && /\d/.test(word)
    const negated = part.startsWith('-') && !isEnd
    const text = isEnd ? word.replace(/^-+/, '') : (quoted ?? word)
    if (name === undefined) yield { part, name: null, value: text.trim(), negated, isQuoted: quoted !== undefined }
    else yield { part, name: name.toLowerCase(), value: value.replace(/^"|"$/g, '').trim(), negated, isQuoted: false }
  }
}
