/** Decisions are numbered without a gap, say their status and date, and those that a document mentions exist. */
import type { Checkout } from './checkout'
import type { Document } from './markdown'
import type { Problem } from './problem'

const FILE = /^docs\/decisions\/(\d{4})-[a-z\d-]+\.md$/
/** "decision 21", "decisions 9 and 13", and within decisions "(0013)". */
const MENTION = /\bdecisions? (\d{1,4})\b(?: and (\d{1,4})\b)?|\((0\d{3})\)/gi
/** Where status and date stand: below the title. */
const HEAD_LINES = 6
const STATUS = /\bStatus: (proposed|accepted|superseded by \d+)/
const DATE = /\bDate: \d{4}-\d{2}-\d{2}\b/

/** The numbers of all decisions. */
function decisionNumbers({ files }: Checkout): number[] {
  return files.flatMap((path) => FILE.exec(path)?.[1] ?? []).map(Number)
}

export function decisionProblems(document: Document, checkout: Checkout): Problem[] {
  const numbers = decisionNumbers(checkout)
  const mentions = document.prose.flatMap(({ line, text }) =>
    [...text.matchAll(MENTION)].flatMap((match) =>
      match
        .slice(1)
        .filter((number) => number !== undefined && !numbers.includes(Number(number)))
        .map((number) => ({ line, what: `there is no decision ${Number(number)}` })),
    ),
  )
  return [...mentions, ...formProblems(document, numbers)]
}

function formProblems({ path, text }: Document, numbers: readonly number[]): Problem[] {
  const number = Number(FILE.exec(path)?.[1])
  if (Number.isNaN(number)) return []
  const head = text.split('\n').slice(0, HEAD_LINES).join('\n')
  return [
    Number(/^# (\d+)\.? /.exec(text)?.[1]) !== number && { line: 1, what: `its title does not begin with "# ${number}. "` },
    numbers.filter((each) => each === number).length > 1 && { line: 1, what: `another decision has the number ${number}` },
    number > 1 && !numbers.includes(number - 1) && { line: 1, what: `there is no decision ${number - 1} before it` },
    !STATUS.test(head) && { line: 1, what: 'it has no "Status:" (proposed, accepted or superseded by N) below its title' },
    !DATE.test(head) && { line: 1, what: 'it has no "Date: YYYY-MM-DD" below its title' },
  ].filter((problem) => problem !== false)
}
