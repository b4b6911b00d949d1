'use client'
import { useQueryClient } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { ReasonDialog } from '@/components/reason-dialog'
import { Time } from '@/components/time'
import { useToast } from '@/components/toast'
import type { HeldBack, HeldSession } from '@/operations/worker-status'

/** Ends the session that holds the relay back: who it is, what becomes of its work, and a reason. */
export function EndSession({ heldBack, session, onClose }: { heldBack: HeldBack; session: HeldSession; onClose: () => void }) {
  const { pid, application } = heldBack
  const { xid, backendStart, xactStart, user, state } = session
  const toast = useToast()
  const client = useQueryClient()
  return (
    <ReasonDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="End this session"
      description="What it has not committed is rolled back: nothing of it stays half done. Whoever waits for it gets an error and can try again. It is ended only if this very transaction still holds the relay back."
      confirmLabel="End that session"
      tone="danger"
      reason="required"
      act={(reason, idempotencyKey) =>
        callApi('POST /api/operations/ended-sessions', { body: { pid, xid, backendStart, xactStart, reason }, idempotencyKey })
      }
      onDone={() => {
        toast('ok', 'The session has ended', `process ${pid}`)
        return client.invalidateQueries({ queryKey: ['operations'] })
      }}
    >
      <p className="mb-3 text-sm">
        Process {pid} of Postgres, {application || 'an application that does not say its name'}, user {user}
        {state && `, ${state}`}, since <Time at={xactStart} seconds />.
      </p>
    </ReasonDialog>
  )
}
