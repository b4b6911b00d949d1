/** "`name` in `path`", or "of", is true: the file, or one below the folder, has that name as a word. */
import type { Checkout } from './checkout'
import type { Document } from './markdown'
import { filesAt } from './paths'
import type { Problem } from './problem'

const CLAIM = /`([\w.$-]+)` (?:in|of) `([^`\s]+)`/g

export function identifierProblems({ path, text }: Document, checkout: Checkout): Problem[] {
  return text.split('\n').flatMap((line, n) =>
    [...line.matchAll(CLAIM)].flatMap(([, name = '', place = '']) => {
      const places = filesAt(place, path, checkout)
      const word = new RegExp(`(?<![\\w$])${name.replace(/[.$-]/g, '\\$&')}(?![\\w$])`)
      const files = checkout.files.filter((file) => places.some((each) => file === each || file.startsWith(`${each}/`)))
      // A place that is not there is told as a path.
      return places.length === 0 || files.some((file) => word.test(checkout.read(file)))
        ? []
        : [{ line: n + 1, what: `${name} is not in ${place}` }]
    }),
  )
}
