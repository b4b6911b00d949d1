import { countWords } from '@/components/money'
import { Time } from '@/components/time'
import type { Coverage } from '@/platform/freshness'

/** What the figures rest on, in one sentence. */
export function Covers({ coverage }: { coverage: Coverage }) {
  const { coveredUntil, position, deadLetters, gapAt } = coverage
  const isComplete = deadLetters === 0 && !gapAt
  return (
    <p className="text-xs text-muted">
      {coveredUntil && (
        <>
          Covers every change up to <Time at={coveredUntil} show="full" seconds />,{' '}
        </>
      )}
      positions 1 to {countWords(Number(position ?? 0))}{' '}
      {isComplete
        ? 'without a gap.'
        : `– incomplete: ${gapAt ? `a gap after position ${gapAt}` : `${deadLetters} events could not be read`}.`}
    </p>
  )
}
