import Link from 'next/link'
import type { ReactNode } from 'react'
import { countWords } from '@/components/money'
import { Time } from '@/components/time'
import type { Coverage } from '@/platform/freshness'

/** What the figures rest on in one sentence, how they are counted, and where they are proved. @param prove the address of the figure's proof; null where it has none */
export function Covers({ coverage, prove, children }: { coverage: Coverage; prove: string | null; children: ReactNode }) {
  const { coveredUntil, position } = coverage
  const incomplete = whyIncomplete(coverage)
  return (
    <div className="text-xs text-muted">
      <p>
        {coveredUntil && (
          <>
            Covers every change up to <Time at={coveredUntil} show="full" seconds />.{' '}
          </>
        )}
        {incomplete ? `Incomplete: ${incomplete}.` : 'Nothing is missing. The payouts add up to the control totals of their runs.'}
      </p>
      <p className="no-print mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {prove && (
          <a className="link" download="payledger-proof.json" href={prove}>
            Prove this
          </a>
        )}
        <Link className="link" prefetch={false} href="/finance/certificate">
          What was proved
        </Link>
        <Link className="link" prefetch={false} href="/finance/changes">
          Why did figures change?
        </Link>
      </p>
      <details className="mt-1">
        <summary className="w-fit cursor-pointer underline underline-offset-2">Details: how this is counted</summary>
        <ul className="mt-2 grid max-w-[76ch] list-disc gap-1 pl-4">
          {children}
          <li>
            It counts positions 1 to {countWords(position ?? '0')} of the journal
            {coverage.gapAt && `; changes are missing after position ${countWords(coverage.gapAt)}`}.
          </li>
        </ul>
      </details>
    </div>
  )
}

/** What is missing from the figures; null when nothing is. */
export function whyIncomplete({ deadLetters, gapAt }: Coverage): string | null {
  if (gapAt) return 'some changes are missing; PayLedger is looking for them'
  if (deadLetters === 0) return null
  return deadLetters === 1
    ? 'one change could not be read and is left out'
    : `${countWords(deadLetters)} changes could not be read and are left out`
}
