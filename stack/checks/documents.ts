/** That documents do not lie: every path, command, decision, figure and name in them is held against the tree. */
import type { Checkout } from './documents/checkout'
import { commandProblems } from './documents/commands'
import { decisionProblems } from './documents/decisions'
import { figureProblems } from './documents/figures'
import { identifierProblems } from './documents/identifiers'
import { readDocument } from './documents/markdown'
import { pathProblems } from './documents/paths'
import { quotationProblems } from './documents/quotations'

const KINDS = [pathProblems, commandProblems, decisionProblems, figureProblems, identifierProblems, quotationProblems]

/** One line per problem in the Markdown files of the checkout, with file and line, in the order of the files. */
export function documentProblems(checkout: Checkout): string[] {
  return checkout.files
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => readDocument(path, checkout.read(path)))
    .flatMap((document) =>
      KINDS.flatMap((problemsOf) => problemsOf(document, checkout))
        .sort((a, b) => a.line - b.line)
        .map(({ line, what }) => `${document.path}:${line}: ${what}`),
    )
}
