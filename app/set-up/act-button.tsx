'use client'
import { useRouter } from 'next/navigation'
import { type ApiChange, callChange } from '@/app/call-api'
import { useToast } from '@/components/toast'
import { AskButton, type Question } from './ask-button'

type Route =
  | 'POST /api/api-keys/[id]/revocations'
  | 'POST /api/set-up/api-keys/[id]/revocations'
  | 'POST /api/set-up/companies/[id]/closures'
  | 'POST /api/set-up/companies/[id]/accepted-test-files'
  | 'POST /api/set-up/changes/[id]/confirmations'
  | 'POST /api/set-up/changes/[id]/refusals'
  | 'POST /api/set-up/people/[id]/deactivations'
  | 'POST /api/set-up/people/[id]/sign-outs'

type Props = Question & {
  to: Route
  id: string
  /** That was seen; 0 of what has none. */
  version?: number
  /** What the toast says. */
  done: string
  withReason?: boolean
}

/** Something that is done at once to a company, a person, a key or a proposed change. */
export function ActButton({ to, id, version = 0, done, withReason = false, ...question }: Props) {
  const router = useRouter()
  const toast = useToast()
  return (
    <AskButton
      {...question}
      reason={withReason ? 'required' : 'none'}
      act={(reason, idempotencyKey) =>
        callChange({ to, id, ...(withReason && { body: { reason } }) } as ApiChange, version, idempotencyKey)
      }
      onDone={() => {
        toast('ok', done)
        router.refresh()
      }}
    />
  )
}
