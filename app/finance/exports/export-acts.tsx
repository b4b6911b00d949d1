'use client'
import { useRouter } from 'next/navigation'
import { callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { useAction } from '@/components/use-action'

/** What can be done with a file that is under way or ready. */
export function ExportActs({ id, name, done }: { id: string; name: string; done: boolean }) {
  const router = useRouter()
  const action = useAction((_: undefined, key) => callChange({ to: 'POST /api/finance/exports/[id]/cancellations', id }, 0, key))
  const cancel = async (): Promise<void> => {
    action.begin()
    await action.run(undefined)
    // Also when it was refused: it is over then.
    router.refresh()
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 sm:flex-nowrap sm:justify-end">
      {done && (
        <a className="link" download href={`/api/finance/exports/${id}/file`}>
          Download<span className="sr-only"> {name}</span>
        </a>
      )}
      <Button tone="quiet" pending={action.state.is === 'pending'} onClick={() => void cancel()}>
        {done ? 'Remove' : 'Cancel'}
        <span className="sr-only"> {name}</span>
      </Button>
      {action.state.is !== 'done' && action.state.is !== 'pending' && <ActionLine state={action.state} />}
    </div>
  )
}
