import { cutOffAt } from '@/accounts/cut-off'
import { Countdown } from '@/components/countdown'
import { type Fact, Facts } from '@/components/facts'
import { Count, countWords, Money } from '@/components/money'
import { Day, Time } from '@/components/time'
import type { RunDetail } from '@/payroll/runs/run'
import type { Delta, Differences } from '@/payroll/runs/run-differences'
import { shareWords } from '../../difference-words'
import { RunStatus } from '../../run-status'
import { type CurrencyTotal, perCurrency, RAIL_WORDS } from '../../totals'

const TOTALS_SHOWN_MAX = 2

/** The row of figures on top of a run. */
export function RunFacts({ run, differences }: { run: RunDetail; differences: Differences | null }) {
  const totals = perCurrency(run.totals)
  const deltas = new Map((differences?.deltas ?? []).map((delta) => [delta.currency, delta]))
  // With more than fit, all but the first share a place.
  const shown = totals.length > TOTALS_SHOWN_MAX ? totals.slice(0, TOTALS_SHOWN_MAX - 1) : totals
  const rest = totals.slice(shown.length)
  return (
    <Facts
      facts={[
        {
          label: 'State',
          value: <RunStatus status={run.status} failed={run.payouts.failed} returned={run.payouts.returned} />,
          note: <StateNote run={run} />,
        },
        {
          label: 'Payouts',
          value: <Count of={run.lines} />,
          note: peopleNote(differences),
        },
        ...shown.map((total, index) => ({
          label: index === 0 ? 'Total' : `Also in ${total.currency}`,
          value: <Money amountMinor={total.amountMinor} currency={total.currency} />,
          note: totalNote(total, deltas.get(total.currency)),
        })),
        ...(rest.length > 0 ? [restFact(rest)] : []),
        ...releaseFact(run),
        cutOffFact(run),
      ]}
    />
  )
}

function StateNote({ run }: { run: RunDetail }) {
  const { status, statusSince, payouts } = run
  if (status === 'paying' || status === 'settled') {
    const settled = payouts.settled ?? 0
    return `${countWords(settled)} of ${countWords(run.lines)} settled`
  }
  const by = { draft: run.preparedByName, submitted: run.submittedByName, approved: run.approvedByName, cancelled: null }[status]
  return (
    <>
      {by && `by ${by}, `}
      <Time at={statusSince} show="ago" />
    </>
  )
}

/** "2 new, 1 not paid this time": by people, not by how many there are. */
function peopleNote(differences: Differences | null): string {
  if (!differences) return 'nobody paid before'
  const { gone, new: joined } = differences
  const parts = [joined > 0 && `${countWords(joined)} new`, gone > 0 && `${countWords(gone)} not paid this time`].filter(
    (part) => part !== false,
  )
  return parts.length > 0 ? parts.join(', ') : 'all paid before'
}

function totalNote({ rails }: CurrencyTotal, delta: Delta | undefined) {
  const share = delta ? shareWords(delta.nowMinor, delta.beforeMinor) : null
  return (
    <>
      {share !== null && delta && (
        <span className="block">{`${share} for ${delta.people === 1 ? 'the one' : `the ${countWords(delta.people)}`} paid before`}</span>
      )}
      {rails.map((each) => `${countWords(each.payouts)} by ${RAIL_WORDS[each.rail]}`).join(', ')}
    </>
  )
}

const restFact = (rest: readonly CurrencyTotal[]): Fact => ({
  label: 'Also',
  value: `${rest.length} currencies`,
  note: rest.map(({ currency, amountMinor }) => (
    <span key={currency} className="block">
      <Money amountMinor={amountMinor} currency={currency} />
    </span>
  )),
})

/** While an approved run can be recalled, when that ends. */
const releaseFact = ({ status, releaseAt }: RunDetail): Fact[] =>
  status === 'approved' && releaseAt !== null
    ? [{ label: 'Goes to the bank', value: <Countdown until={releaseAt} over="now" />, note: <Time at={releaseAt} seconds /> }]
    : []

/** Until the bank has the file its cut-off is what matters, on the bank’s own clock; then only the day. */
function cutOffFact(run: RunDetail): Fact {
  const waiting = run.status === 'draft' || run.status === 'submitted' || run.status === 'approved'
  if (!waiting) return { label: 'Pay date', value: <Day on={run.payDate} />, note: `bank’s cut-off ${run.cutOff} ${run.timeZone}` }
  const at = cutOffAt(run.payDate, run.cutOff, run.timeZone)
  return {
    label: 'Bank cut-off',
    value: <Countdown until={at} />,
    note: (
      <>
        <Day on={run.payDate} />, {run.cutOff} {run.timeZone}
      </>
    ),
  }
}
