import { Status } from '@/components/status'
import type { RunDetail } from '@/payroll/queries/run'
import { statusWords } from '../payout-words'

/** A run's state. What failed in it is said beside it, because a run can be settled and still need somebody. */
export function RunStatus({ status, failed = 0 }: { status: RunDetail['status']; failed?: number }) {
  const { word, tone } = statusWords(status)
  return (
    <Status tone={failed > 0 ? 'warn' : tone} sub={failed > 0 ? `${failed} failed` : undefined}>
      {word}
    </Status>
  )
}
