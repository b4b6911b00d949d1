/** docs/authority.md, made of the facts; its test holds the file against them. */
import { CONTRACT_MS } from '@/platform/freshness'
import { AT_HOME } from './at-home'
import { FACTS } from './facts'

const HEAD = `# Where the truth lives

Every fact has one home, the ledger, and travels to the copies by events alone. For each: where its write is accepted, under which identifier it travels,
how fresh a copy has to be, and whether a copy may make something else of it. The same stands on the operations desk, under *Where the truth lives*.

Made of \`operations/authority/facts.ts\`, which a test holds against the columns of the database, the fields of the events, the mapping of search and the
tables of finance: a column that no fact names fails it. \`npx vitest run --project unit operations/authority -u\` makes this page anew.

The ledger is read directly and is never old. Search covers what was committed ${minutes(CONTRACT_MS.search)} ago, finance ${minutes(CONTRACT_MS.finance)} ago, or says that it does not.
`

/** The whole document. */
export function authorityDocument(): string {
  const facts = FACTS.map(({ name, home, accepted, identifier, events, search, finance, copies }) =>
    [
      `### ${name}`,
      '',
      `- **Home**: ${code(home)}. ${accepted}.`,
      `- **Travels** under: ${identifier}, as ${code(events)}.`,
      `- **Search**: ${code(search)}. **Finance**: ${code(finance)}.`,
      `- **May a copy make something else of it?** ${copies}`,
      '',
    ].join('\n'),
  )
  const home = Object.entries(AT_HOME).map(([names, why]) => `- ${code(names.split(', '))}: ${why}`)
  return `${HEAD}\n## What travels\n\n${facts.join('\n')}\n## What stays in the ledger\n\n${home.join('\n')}\n`
}

const code = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.map((name) => `\`${name}\``).join(', '))

function minutes(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} seconds`
  return ms < 3_600_000 ? `${ms / 60_000} minutes` : `${ms / 3_600_000} hour`
}
