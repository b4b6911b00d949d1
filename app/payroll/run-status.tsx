import { countWords } from '@/components/money'
import { Status } from '@/components/status'
import type { RunDetail } from '@/payroll/queries/run'
import { statusWords } from '../payout-words'

/** A run's state. What failed in it is said beside it, because a run can be settled and still need somebody. */
export function RunStatus({ status, failed = 0 }: { status: RunDetail['status']; failed?: number }) {
  const { word, tone } = statusWords(status)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2.5">
      <Status tone={tone}>{word}</Status>
      {failed > 0 && (
        <span className="text-xs">
          <Status tone="bad">{countWords(failed)} failed</Status>
        </span>
      )}
    </span>
  )
}
