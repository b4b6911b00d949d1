'use client'
import { useRouter } from 'next/navigation'
import { callChange } from '@/app/call-api'
import { AskButton } from '@/components/ask-button'
import { useToast } from '@/components/toast'
import type { Mismatch } from '@/operations/compare/mismatches'
import { subjectWords } from '../../mismatch-words'

/** Says why two stores differ and that this is as it should be; the history keeps who said it. In the ledger a second person agrees. */
export function Explain({ mismatch }: { mismatch: Mismatch }) {
  const { id, version, store, proposedBy } = mismatch
  const isSecond = proposedBy !== null
  const takesTwo = store === 'ledger' && !isSecond
  const router = useRouter()
  const toast = useToast()
  const explained = (): void => {
    toast('ok', takesTwo ? 'Explained. Someone else must agree.' : 'Explained', subjectWords(mismatch))
    router.refresh()
  }
  return (
    <AskButton
      label={isSecond ? 'Agree…' : 'Explain…'}
      title={isSecond ? 'Agree that this is as it should be' : 'Explain this difference'}
      description={`${takesTwo ? 'Someone else must agree. After that the' : 'The'} desks no longer speak of it. It is repaired only when the stores agree again, and it opens anew if they differ in another way.`}
      confirmLabel={isSecond ? 'Agree' : 'Explain'}
      reason="required"
      act={(reason, idempotencyKey) =>
        callChange({ to: 'POST /api/operations/mismatches/[id]/explanations', id, body: { reason } }, version, idempotencyKey)
      }
      onDone={explained}
    />
  )
}
