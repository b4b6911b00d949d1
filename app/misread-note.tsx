import { Note } from '@/components/note'

type Search = Readonly<Record<string, string | string[] | undefined>>
type Parsers = Readonly<Record<string, { parseServerSide: (value: string | string[] | undefined) => unknown }>>

/** Says which parameters of the address were not understood, and so are as if they were not there. Nothing when all were. */
export function MisreadNote({ search, parsers }: { search: Search; parsers: Parsers }) {
  const wrong = misread(search, parsers)
  if (wrong.length === 0) return null
  return (
    <Note tone="info" title="PayLedger did not understand all of this address.">
      {wrong.join(', ')} {wrong.length === 1 ? 'is' : 'are'} ignored.
    </Note>
  )
}

/** "inbox=foo" for each parameter that its parser refuses. */
export function misread(search: Search, parsers: Parsers): string[] {
  return Object.entries(parsers).flatMap(([name, parser]) => {
    const given = search[name]
    const value = Array.isArray(given) ? given[0] : given
    if (value === undefined || value === '') return []
    // Parsers give their default for what they cannot read; so does a value nobody gave.
    const fallback = parser.parseServerSide(undefined)
    const read = parser.parseServerSide(value)
    const refused = read === null || (read === fallback && value !== String(fallback))
    return refused ? [`${name}=${value.slice(0, 40)}`] : []
  })
}
