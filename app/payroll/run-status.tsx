import { countWords } from '@/components/money'
import { Status } from '@/components/status'
import type { RunDetail } from '@/payroll/runs/run'
import { statusWords } from '../payout-words'

type Props = { status: RunDetail['status']; failed?: number | undefined; returned?: number | undefined }

/** A run's state. What failed in it or came back is said beside it, because a run can be settled and still need somebody. */
export function RunStatus({ status, failed = 0, returned = 0 }: Props) {
  const { word, tone } = statusWords(status)
  const stopped = [failed > 0 ? `${countWords(failed)} failed` : '', returned > 0 ? `${countWords(returned)} returned` : ''].filter(Boolean)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2.5">
      <Status tone={tone}>{word}</Status>
      {stopped.map((each) => (
        <span key={each} className="text-xs">
          <Status tone="bad">{each}</Status>
        </span>
      ))}
    </span>
  )
}
