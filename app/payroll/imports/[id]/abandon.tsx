'use client'
import { api } from '@/components/api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { useAction } from '@/components/use-action'
import type { ImportProps } from './import-props'

/** Gives the file up; nothing of it has been saved as a run. */
export function Abandon({ file, again }: Pick<ImportProps, 'file' | 'again'>) {
  const abandon = useAction<unknown>((_, idempotencyKey) =>
    api(`/api/payroll-imports/${file.id}/abandonment`, { method: 'POST', body: {}, idempotencyKey }),
  )
  return (
    <>
      <Button tone="quiet" pending={abandon.state.is === 'pending'} onClick={() => void abandon.run().then(again)}>
        Discard this file
      </Button>
      <ActionLine state={abandon.state} />
    </>
  )
}
