'use client'
import { useRouter } from 'next/navigation'
import { type AnswerTo, type BodyOf, callApi } from '@/app/call-api'
import { useToast } from '@/components/toast'

type Change = BodyOf<'POST /api/set-up/changes'>

/** Sends a change of the set-up, and leads to its proposal where it takes a second administrator, else to `href`. */
export function useChange(href: (done: AnswerTo<'POST /api/set-up/changes'>) => string, saved: string) {
  const router = useRouter()
  const toast = useToast()
  return {
    send: (body: Change, idempotencyKey: string) => callApi('POST /api/set-up/changes', { body, idempotencyKey }),
    onDone(done: AnswerTo<'POST /api/set-up/changes'>) {
      if (done.changeId === null) toast('ok', saved)
      else toast('ok', 'Proposed', 'Another administrator has to confirm it.')
      router.push(done.changeId === null ? href(done) : `/set-up/changes/${done.changeId}`)
    },
  }
}
