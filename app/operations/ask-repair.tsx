'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { ReasonDialog } from '@/components/reason-dialog'
import { useToast } from '@/components/toast'
import type { CopyRepairKind } from '@/operations/repairs/repair'
import { howLongWords, KIND_WORDS } from './repair-words'
import { type FromEvent, WhichEvents } from './which-events'

/** What it is asked for: a whole copy, or some payouts. */
export type AskedFor = { kind: CopyRepairKind; mismatch?: string; differences?: 'open' } & Partial<FromEvent>

/** What it does, how much that is, how long it takes, and what stays available; then a reason. */
export function AskRepair({ asked: about, onClose }: { asked: AskedFor; onClose: (id: string | null) => void }) {
  const [which, setWhich] = useState<FromEvent>({ fromPosition: '1', copies: ['search', 'finance'] })
  const isFromEvent = about.kind === 'replay-from'
  const asked = isFromEvent ? { ...about, ...which } : about
  const toast = useToast()
  const client = useQueryClient()
  const words = KIND_WORDS[asked.kind]
  const { data: plan, error } = useQuery({
    queryKey: ['repair-plan', asked],
    queryFn: ({ signal }) => callApi('POST /api/operations/repairs/plans', { body: asked, signal }).then((answer) => answer.data),
    retry: false,
    gcTime: 0,
  })
  const planned = plan ? `${words.says(plan)} ${howLongWords(plan)}` : (error?.message ?? 'Looking what there is to do…')
  return (
    <ReasonDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose(null)}
      title={words.name}
      description={planned}
      confirmLabel={words.confirm}
      reason="required"
      why={plan ? undefined : 'What it would do is not known yet'}
      act={(reason, idempotencyKey) => callApi('POST /api/operations/repairs', { body: { ...asked, reason }, idempotencyKey })}
      onDone={async ({ data }) => {
        toast('ok', 'Asked for', words.name)
        await client.invalidateQueries({ queryKey: ['repairs'] })
        onClose(data.id)
      }}
    >
      {isFromEvent && <WhichEvents value={which} onChange={setWhich} />}
    </ReasonDialog>
  )
}
