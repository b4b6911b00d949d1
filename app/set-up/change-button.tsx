'use client'
import { useRouter } from 'next/navigation'
import { type BodyOf, callApi } from '@/app/call-api'
import { useToast } from '@/components/toast'
import { AskButton, type Question } from './ask-button'

/** A change of the set-up that needs no form: asked once more, with a reason for whoever confirms it. */
export function ChangeButton({ change, ...question }: Question & { change: BodyOf<'POST /api/set-up/changes'> }) {
  const router = useRouter()
  const toast = useToast()
  return (
    <AskButton
      {...question}
      reason="optional"
      act={(reason, idempotencyKey) => callApi('POST /api/set-up/changes', { body: { ...change, reason: reason || null }, idempotencyKey })}
      onDone={({ data: { changeId } }) => {
        if (changeId === null) {
          toast('ok', 'Done')
          return router.refresh()
        }
        toast('ok', 'Proposed', 'Another administrator has to confirm it.')
        router.push(`/set-up/changes/${changeId}`)
      }}
    />
  )
}
