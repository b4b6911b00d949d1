'use client'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { useAction } from '@/components/use-action'
import type { ImportProps } from './import-props'

/** Gives the file up; nothing of it has been saved as a run. */
export function Abandon({ file, again }: Pick<ImportProps, 'file' | 'again'>) {
  const abandon = useAction<unknown>((_, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/abandonment', { id: file.id, idempotencyKey }),
  )
  const discard = async () => {
    const answer = await abandon.run()
    await again()
    // The button is gone then, and focus with it.
    if (answer) document.querySelector('h1')?.focus()
  }
  return (
    <>
      <Button tone="quiet" pending={abandon.state.is === 'pending'} onClick={() => void discard()}>
        Discard this file
      </Button>
      <ActionLine state={abandon.state} />
    </>
  )
}
