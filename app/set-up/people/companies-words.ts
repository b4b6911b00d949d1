/** Companies in a sentence: the first few by their names, the others counted. */
import { countWords } from '@/components/money'

const NAMED_MAX = 3

/** For which companies somebody works, or a bank pays; of `total` when not all of them are given. */
export function companyNames(companies: readonly { name: string }[], { named = NAMED_MAX, total = companies.length } = {}): string {
  if (total === 0) return 'every company'
  const names = companies.slice(0, named).map(({ name }) => name)
  const more = total - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${countWords(more)} more` : ''}`
}

/** What it means that the companies named have too few coordinators without somebody: "After that Werft GmbH has fewer than two coordinators, so nobody can approve a run that the other one prepared." */
export function needingWords(companies: readonly string[]): string {
  const named = companies.slice(0, NAMED_MAX)
  const list =
    companies.length > NAMED_MAX
      ? companyNames(companies.map((name) => ({ name })))
      : [named.slice(0, -1).join(', '), named.at(-1)].filter(Boolean).join(' and ')
  return `After that ${list} ${companies.length === 1 ? 'has' : 'have'} fewer than two coordinators, so nobody can approve a run that the other one prepared.`
}
