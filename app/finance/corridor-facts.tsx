import { Facts } from '@/components/facts'
import { Count, countWords } from '@/components/money'
import { monthWords } from '@/components/time-words'
import { formatMinor } from '@/events/money'
import {
  addFigures,
  type Corridor,
  corridorWords,
  type Figures,
  feesOf,
  movedMost,
  nothing,
  percentWords,
  perPayout,
  shareOfVolume,
  shareWords,
} from './corridors'

/** `before` are the payouts booked in as many months before, null when the ledger does not reach back so far. */
export function CorridorFacts({ lines, months, over, charted, before, lastKnown }: FactsProps) {
  const booked = lines.reduce((sum, line) => sum + line.payouts, 0)
  const unknown = lines.reduce((sum, line) => sum + line.feeUnknown, 0)
  const inCharted = sumOf(lines.filter((line) => line.chargeCurrency === charted))
  const dearest = lines.reduce((a, b) => (shareOfVolume(b) > shareOfVolume(a) ? b : a))
  const moved = movedMost(lines)
  const span = months.length === 1 ? 'month' : `${months.length} months`
  const compared = before
    ? `${percentWords((100 * (booked - before)) / before)}${over < months.length ? ' so far' : ''} on the ${span} before`
    : `no full ${span} before`
  return (
    <Facts
      lastKnown={lastKnown}
      facts={[
        {
          label: 'Booked payouts',
          value: <Count of={booked} />,
          note: unknown > 0 ? `${compared}; ${countWords(unknown)} without a fee named yet` : compared,
        },
        {
          label: `Fees in ${charted}`,
          value: moneyWords(feesOf(inCharted), charted),
          note: eachWords(inCharted, charted) + returnWords(inCharted, charted),
        },
        {
          label: 'Dearest corridor',
          value: corridorWords(dearest.corridor),
          note: `${eachWords(dearest, dearest.chargeCurrency)}, ${shareWords(dearest)}`,
        },
        moved
          ? {
              label: 'Moved most',
              value: corridorWords(moved.line.corridor),
              note: `${percentWords(moved.percent)} per payout since ${monthWords(months[moved.since] ?? '')}`,
            }
          : {
              label: 'Moved most',
              value: 'None',
              note: months.length > 1 ? 'every fee per payout is as it was' : 'one month has nothing to compare with',
            },
      ]}
    />
  )
}

type FactsProps = {
  lines: readonly Corridor[]
  months: readonly string[]
  over: number
  charted: string
  before: number | null
  lastKnown: string | null
}

const eachWords = (line: Figures, currency: string): string => {
  const each = perPayout(line)
  return each === null ? 'no fee is named yet' : `${moneyWords(each, currency)} per payout`
}

const moneyWords = (minor: bigint, currency: string): string => `${formatMinor(minor, currency)} ${currency}`

const returnWords = ({ returnFeeMinor }: Figures, currency: string): string =>
  returnFeeMinor > 0n ? `; ${moneyWords(returnFeeMinor, currency)} of it for returns` : ''

function sumOf(lines: readonly Corridor[]): Figures {
  const sum = nothing()
  for (const line of lines) addFigures(sum, line)
  return sum
}
