'use client'
import { callApi } from '@/app/call-api'
import { AskButton } from '@/components/ask-button'
import type { RepairRow } from '@/operations/repairs/read-repairs'

type Props = { repair: Pick<RepairRow, 'id' | 'askedBy' | 'reason' | 'letters'>; onConfirmed: () => Promise<void> }

/** The second person confirms that letters are given up. */
export function ConfirmDiscard({ repair: { id, askedBy, reason, letters }, onConfirmed }: Props) {
  const count = letters?.count ?? 0
  return (
    <AskButton
      label="Confirm…"
      tone="danger"
      title="Discard for good"
      description={`${askedBy} asks to discard ${count === 1 ? '1 event' : `${count.toLocaleString('en')} events`}: “${reason}” The copy will lack ${count === 1 ? 'it' : 'them'} for ever, and calls itself complete without ${count === 1 ? 'it' : 'them'}. Your name stays beside theirs. This cannot be undone.`}
      confirmLabel="Discard for good"
      reason="none"
      act={(_, idempotencyKey) => callApi('POST /api/operations/repairs/[id]/confirmations', { id, idempotencyKey })}
      onDone={onConfirmed}
    />
  )
}
