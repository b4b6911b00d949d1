import { Time } from '@/components/time'
import { HAND_WORDS } from '@/payroll/runs/hand-acts'
import type { RunDetail, RunHand } from '@/payroll/runs/run'

/** Everyone who had a hand in the run, by name and sign-in, with what they did: none of them approves it. */
export function HandsList({ hands }: Pick<RunDetail, 'hands'>) {
  return (
    <ul aria-label="Who worked on this run" className="list-disc pl-4">
      {[...Map.groupBy(hands, ({ userId }) => userId)].map(([userId, acts]) => (
        <Person key={userId} acts={acts} />
      ))}
    </ul>
  )
}

function Person({ acts }: { acts: readonly RunHand[] }) {
  const [first] = acts
  if (!first) return null
  return (
    <li className="[overflow-wrap:anywhere]">
      {first.name}
      {first.email && ` (${first.email})`} {acts.map(({ act }) => HAND_WORDS[act]).join(', ')} · <Time at={first.at} seconds />
    </li>
  )
}
