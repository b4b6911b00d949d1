'use client'
import { useRouter } from 'next/navigation'
import { callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { Mismatch } from '@/operations/compare/mismatches'

/** Takes a difference, so that others see who looks after it, or puts it back. */
export function Own({ mismatch: { id, version, owner }, me }: { mismatch: Mismatch; me: string }) {
  const isMine = owner?.id === me
  const router = useRouter()
  const toast = useToast()
  const action = useAction((input: { owner: string | null }, idempotencyKey) =>
    callChange({ to: 'POST /api/operations/mismatches/[id]/assignments', id, body: input }, version, idempotencyKey),
  )
  const change = async (): Promise<void> => {
    action.begin()
    const isDone = await action.run({ owner: isMine ? null : me })
    if (isDone) toast('ok', isMine ? 'Unassigned' : 'Assigned to you')
    router.refresh()
  }
  const { state } = action
  const failed = state.is === 'refused' || state.is === 'conflict' ? state.problem.message : state.is === 'broken' ? state.message : null
  return (
    <>
      <Button tone="quiet" pending={state.is === 'pending'} onClick={() => void change()}>
        {isMine ? 'Unassign' : 'Assign to me'}
      </Button>
      {failed !== null && (
        <span role="alert" className="text-sm text-bad">
          {failed}
        </span>
      )}
    </>
  )
}
