'use client'
import { useState } from 'react'
import { Elapsed } from '@/components/countdown'
import { countWords } from '@/components/money'
import { useNow } from '@/components/now'
import type { ImportProps } from './import-props'
import { Stopped } from './stopped'

/** How far the check is. It goes on when this page is left. */
export function Checking({ file, again }: ImportProps) {
  const { rows, bytes, bytesTotal, startedAt } = file.progress
  const opened = useNow()
  const [now] = useState(() => opened.toISOString())
  const share = bytesTotal > 0 ? Math.min(1, bytes / bytesTotal) : 0
  // Another check that failed is another intention to check again.
  if (file.stopped) return <Stopped key={startedAt} file={file} again={again} />
  return (
    <section aria-labelledby="checking" className="grid max-w-2xl gap-2">
      <h2 id="checking">{headingOf(file)}</h2>
      <div role="status" className="num flex flex-wrap justify-between gap-x-4">
        <span>{countWords(rows)} rows checked</span>
        <span aria-hidden="true" className="text-muted">
          {Math.round(share * 100)} % · <Elapsed since={startedAt ?? now} />
        </span>
      </div>
      <div
        role="progressbar"
        aria-label="Progress of the check"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="text-sm text-muted">
        {file.waiting
          ? 'It starts, or continues, by itself as soon as PayLedger gets to it. Nothing is lost.'
          : 'You can leave this page: the check continues. Come back to this address, or find the file under New run.'}
      </p>
    </section>
  )
}

function headingOf({ drafting, waiting, progress }: ImportProps['file']): string {
  if (drafting) return 'Making the draft'
  if (waiting) return 'Waiting for the check'
  return progress.correction ? `Checking the corrected rows of ${progress.correction}` : 'Checking the file'
}
