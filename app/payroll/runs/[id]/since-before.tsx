import { Status } from '@/components/status'
import type { LineRow } from '@/payroll/runs/run-lines'
import { shareWords } from '../../difference-words'

/** What is different about a line since the run before. */
export function SinceBefore({ line: { since, amountMinor, beforeMinor } }: { line: LineRow }) {
  const share = shareWords(amountMinor, beforeMinor)
  switch (since) {
    case null:
      return <span className="text-faint">–</span>
    case 'same':
      return <span className="text-faint">same</span>
    case 'new':
      return <Status tone="info">new</Status>
    case 'account':
      return (
        <Status tone="warn" sub={share === 'same' ? undefined : share}>
          account changed
        </Status>
      )
    case 'moved':
      return <Status tone="warn">{share ?? 'another currency'}</Status>
    case 'changed':
      return <span className="text-muted">{share}</span>
  }
}
