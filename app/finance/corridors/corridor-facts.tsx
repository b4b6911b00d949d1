import { Facts } from '@/components/facts'
import { Count, countWords } from '@/components/money'
import { formatMinor } from '@/events/money'
import type { Grain } from '@/finance/questions/question'
import { bucketName } from '../grains'
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

/** `before` are the payouts booked in the time compared with, null when the ledger does not reach back so far. */
export function CorridorFacts({ lines, months, over, charted, before, compared: words, grain, lastKnown }: FactsProps) {
  const booked = lines.reduce((sum, line) => sum + line.payouts, 0)
  const unknown = lines.reduce((sum, line) => sum + line.feeUnknown, 0)
  const inCharted = sumOf(lines.filter((line) => line.chargeCurrency === charted))
  const mostExpensive = lines.reduce((a, b) => (shareOfVolume(b) > shareOfVolume(a) ? b : a))
  const moved = movedMost(lines)
  const compared = before
    ? `${percentWords((100 * (booked - before)) / before)}${over < months.length ? ' so far' : ''} ${words}`
    : 'no earlier months to compare with'
  return (
    <Facts
      lastKnown={lastKnown}
      facts={[
        {
          label: 'Booked payouts',
          value: <Count of={booked} />,
          note: unknown > 0 ? `${compared}; the bank has not named a fee for ${countWords(unknown)}` : compared,
        },
        {
          label: `Fees in ${charted}`,
          value: moneyWords(feesOf(inCharted), charted),
          note: eachWords(inCharted, charted) + returnWords(inCharted, charted),
        },
        {
          label: 'Most expensive corridor',
          value: corridorWords(mostExpensive.corridor),
          note: `${eachWords(mostExpensive, mostExpensive.chargeCurrency)}, ${shareWords(mostExpensive)}`,
        },
        moved
          ? {
              label: 'Biggest change',
              value: corridorWords(moved.line.corridor),
              note: `${percentWords(moved.percent)} per payout since ${bucketName(months[moved.since] ?? '', grain)}`,
            }
          : {
              label: 'Biggest change',
              value: 'None',
              note: months.length > 1 ? 'No change in fee per payout' : `One ${grain} has nothing to compare with`,
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
  compared: string
  grain: Grain
  lastKnown: string | null
}

const eachWords = (line: Figures, currency: string): string => {
  const each = perPayout(line)
  return each === null ? 'no fee named yet' : `${moneyWords(each, currency)} per payout`
}

const moneyWords = (minor: bigint, currency: string): string => `${formatMinor(minor, currency)} ${currency}`

const returnWords = ({ returnFeeMinor }: Figures, currency: string): string =>
  returnFeeMinor > 0n ? `; ${moneyWords(returnFeeMinor, currency)} of it for returns` : ''

function sumOf(lines: readonly Corridor[]): Figures {
  const sum = nothing()
  for (const line of lines) addFigures(sum, line)
  return sum
}
