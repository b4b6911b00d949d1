import type { ReactNode } from 'react'
import { countWords } from '@/components/money'
import { Time } from '@/components/time'
import type { Coverage } from '@/platform/freshness'

/** What the figures rest on in one sentence, and how they are counted. */
export function Covers({ coverage, children }: { coverage: Coverage; children: ReactNode }) {
  const { coveredUntil, position, deadLetters, gapAt } = coverage
  const isComplete = deadLetters === 0 && !gapAt
  return (
    <div className="text-xs text-muted">
      <p>
        {coveredUntil && (
          <>
            Covers every change up to <Time at={coveredUntil} show="full" seconds />,{' '}
          </>
        )}
        positions 1 to {countWords(position ?? '0')}{' '}
        {isComplete ? 'without a gap; payouts add up to the control totals of their runs.' : `– incomplete: ${whyIncomplete(coverage)}.`}
      </p>
      <details className="mt-1">
        <summary className="w-fit cursor-pointer underline underline-offset-2">How this is counted</summary>
        <ul className="mt-2 grid max-w-[76ch] list-disc gap-1 pl-4">{children}</ul>
      </details>
    </div>
  )
}

function whyIncomplete({ deadLetters, gapAt }: Coverage): string {
  if (gapAt) return `events are missing after position ${countWords(gapAt)}, and are looked for`
  return deadLetters === 1
    ? 'one event could not be read and is left out'
    : `${countWords(deadLetters)} events could not be read and are left out`
}
