'use client'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import { Abandon } from './abandon'
import type { ImportProps } from './import-props'

/** The check has failed, and nobody tries it again but by this button. */
export function Stopped({ file, again }: ImportProps) {
  const begin = useAction<unknown>((_, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/checks', { id: file.id, body: {}, idempotencyKey }),
  )
  const number = file.stopped?.requestId
  return (
    <>
      <Note
        tone="bad"
        title="PayLedger could not check this file."
        action={
          <Button tone="primary" pending={begin.state.is === 'pending'} onClick={() => void begin.run().then(again)}>
            Check again
          </Button>
        }
      >
        Nothing was saved as a run, and nothing is lost. Checking again helps only if the cause has been removed.
        {number && (
          <>
            {' '}
            Give the number <span className="mono">{number}</span> to an administrator.
          </>
        )}
      </Note>
      <ActionLine state={begin.state} />
      <Abandon file={file} again={again} />
    </>
  )
}
