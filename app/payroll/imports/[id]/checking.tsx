'use client'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { Elapsed } from '@/components/countdown'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { useNow } from '@/components/now'
import { useAction } from '@/components/use-action'
import { Abandon } from './abandon'
import type { ImportProps } from './import-props'

/** How far the check is. It goes on when this page is left. */
export function Checking({ file, again }: ImportProps) {
  const { rows, bytes, bytesTotal, startedAt, correction } = file.progress
  const opened = useNow()
  const [now] = useState(() => opened.toISOString())
  const share = bytesTotal > 0 ? Math.min(1, bytes / bytesTotal) : 0
  const begin = useAction<unknown>((_, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/checks', { id: file.id, body: {}, idempotencyKey }),
  )
  if (file.stopped) {
    return (
      <>
        <Note
          tone="warn"
          title="The check was interrupted."
          action={
            <Button tone="primary" pending={begin.state.is === 'pending'} onClick={() => void begin.run().then(again)}>
              Check again
            </Button>
          }
        >
          PayLedger was restarted during the check. Nothing was saved as a run, and nothing is lost.
        </Note>
        <ActionLine state={begin.state} />
        <Abandon file={file} again={again} />
      </>
    )
  }
  return (
    <section aria-labelledby="checking" className="grid max-w-2xl gap-2">
      <h2 id="checking">
        {file.drafting ? 'Making the draft' : correction ? `Checking the corrected rows of ${correction}` : 'Checking the file'}
      </h2>
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
        You can leave this page: the check continues. Come back to this address, or find the file under New run.
      </p>
    </section>
  )
}
