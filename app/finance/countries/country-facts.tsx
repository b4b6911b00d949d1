import { Facts } from '@/components/facts'
import { Count, countWords } from '@/components/money'
import { type Country, failureRate } from './countries'
import { countryName } from './country-names'
import { rateWords } from './country-table'

/** Below this many ended payouts one failure says nothing about a country. */
const ENDED_MIN = 20

export function CountryFacts({ lines, lastKnown }: { lines: readonly Country[]; lastKnown: string | null }) {
  const sum = (pick: (line: Country) => number) => lines.reduce((total, line) => total + pick(line), 0)
  const all = { settled: sum((line) => line.settled), failed: sum((line) => line.failed) }
  const judged = lines.filter(({ settled, failed }) => settled + failed >= ENDED_MIN)
  const worst = judged.reduce<Country | null>((a, b) => (a === null || (failureRate(b) ?? 0) > (failureRate(a) ?? 0) ? b : a), null)
  const worstRate = worst && failureRate(worst)
  return (
    <Facts
      lastKnown={lastKnown}
      facts={[
        {
          label: 'Payouts',
          value: <Count of={sum((line) => line.payouts)} />,
          note: `to ${new Set(lines.map(({ country }) => country)).size} countries`,
        },
        { label: 'Settled', value: <Count of={all.settled} />, note: `${countWords(sum((line) => line.underway))} underway` },
        { label: 'Failed or returned', value: <Count of={all.failed} />, note: `${rateWords(failureRate(all))} of those that ended` },
        worst && worstRate
          ? { label: 'Fails most often', value: countryName(worst.country), note: `${rateWords(worstRate)} in ${worst.currency}` }
          : { label: 'Fails most often', value: 'None', note: 'too few payouts have ended, or none failed' },
      ]}
    />
  )
}
