/**
 * Every path that a document names is in the tree. What counts as one, word by word of what stands in backticks or in a block:
 *
 * - whatever begins with a file or folder of the root and a slash (`payroll/runs`), ends in a slash (`bank/`), or in the ending of a source (`move.ts`);
 * - `*` and `<name>` stand for any part of a name, `**` for any folders; something must fit. `.ts` and `.tsx` may be left off, as in an import;
 * - it lies below the root or beside the document; a name without a folder may lie anywhere;
 * - not checked: what git ignores (`.payledger/…`) and what a variable names (`BANK_DIR/…`).
 *
 * A link's target is a path beside the document, with the heading after `#` where it has one.
 */
import { dirname, posix } from 'node:path'
import type { Checkout } from './checkout'
import type { Document, Link } from './markdown'
import type { Problem } from './problem'

const NAME = String.raw`[\w.@()[\]*<>+-]+`
const PATH = new RegExp(`^${NAME}(/${NAME})*/?$`)
const SOURCE = /\w\.(ts|tsx|mts|mjs|cjs|js|md|json|sql|yaml|css|java|sh)$/
const VARIABLE = /^[A-Z][A-Z\d_]*\//

export function pathProblems(document: Document, checkout: Checkout): Problem[] {
  const words = [...document.spans, ...document.blocks].flatMap(({ line, text }) =>
    text.split(/\s+/).map((word) => ({ line, word: word.replace(/[,;:.]+$/, '') })),
  )
  return [
    ...words
      .filter(({ word }) => isPath(word, checkout) && !resolves(word, document, checkout))
      .map(({ line, word }) => ({ line, what: `${word} is not in the tree` })),
    ...document.links.flatMap((link) => linkProblem(link, document, checkout)),
  ]
}

function isPath(word: string, { places, ignored }: Checkout): boolean {
  if (!PATH.test(word) || VARIABLE.test(word) || ignored.some((folder) => `${word}/`.startsWith(`${folder}/`))) return false
  const [first = '', ...rest] = word.split('/')
  return (rest.length > 0 && places.has(first)) || word.endsWith('/') || SOURCE.test(word)
}

/** Whether the path, or something that fits it, is there. */
export function resolves(word: string, { path }: Pick<Document, 'path'>, checkout: Checkout): boolean {
  return filesAt(word, path, checkout).length > 0
}

/** The files and folders that a word in a document names. */
export function filesAt(word: string, documentPath: string, { files, places }: Checkout): string[] {
  const plain = word.replace(/\/$/, '')
  const beside = posix.join(dirname(documentPath), plain)
  const found = [plain, beside].flatMap((path) => [path, `${path}.ts`, `${path}.tsx`]).filter((path) => places.has(path))
  if (found.length > 0) return found
  if (/[*<]/.test(plain)) return [plain, beside].flatMap((pattern) => [...places].filter((path) => fits(pattern).test(path)))
  return plain.includes('/') ? [] : files.filter((path) => posix.basename(path) === plain)
}

/** `*` and `<name>` are any part of a name, `**` any folders; a pattern without a folder fits anywhere. */
export function fits(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*\/|\*|<[\w-]+>)/)
    .map((part, n) => (n % 2 === 0 ? part.replace(/[.+()[\]]/g, '\\$&') : part === '**/' ? '(.*/)?' : '[^/]*'))
    .join('')
  return new RegExp(`${pattern.includes('/') ? '^' : '(^|/)'}${source}$`)
}

function linkProblem({ line, target }: Link, document: Document, checkout: Checkout): Problem[] {
  if (/^[a-z]+:/.test(target)) return []
  const [path = '', heading] = target.split('#')
  const file = path === '' ? document.path : posix.join(dirname(document.path), path).replace(/\/$/, '')
  if (!checkout.places.has(file)) return [{ line, what: `the link to ${target} leads nowhere: ${file} is not in the tree` }]
  if (heading === undefined || !file.endsWith('.md')) return []
  const text = file === document.path ? document.text : checkout.read(file)
  const headings = text.split('\n').filter((each) => /^#+ /.test(each))
  return headings.map(slug).includes(heading) ? [] : [{ line, what: `the link to ${target} leads nowhere: ${file} has no such heading` }]
}

/** As GitHub makes it of a heading. */
function slug(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}
