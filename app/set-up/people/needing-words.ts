/** What it means that the companies named have too few coordinators without somebody. */
const NAMED_MAX = 3

/** "After that Werft GmbH has fewer than two coordinators, so nobody can approve a run that the other one prepared." */
export function needingWords(companies: readonly string[]): string {
  const more = companies.length - NAMED_MAX
  const named = companies.slice(0, NAMED_MAX)
  const list =
    more > 0 ? `${named.join(', ')} and ${more} more` : [named.slice(0, -1).join(', '), named.at(-1)].filter(Boolean).join(' and ')
  return `After that ${list} ${companies.length === 1 ? 'has' : 'have'} fewer than two coordinators, so nobody can approve a run that the other one prepared.`
}
