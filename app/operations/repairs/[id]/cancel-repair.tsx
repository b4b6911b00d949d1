'use client'
import { callApi } from '@/app/call-api'
import { AskButton } from '@/components/ask-button'

/** Gives a repair up. */
export function CancelRepair({ id, untouched, onCancelled }: { id: string; untouched: string; onCancelled: () => Promise<void> }) {
  return (
    <AskButton
      label="Cancel the repair…"
      title="Cancel the repair"
      description={untouched}
      confirmLabel="Cancel the repair"
      reason="required"
      act={(reason, idempotencyKey) => callApi('POST /api/operations/repairs/[id]/cancellations', { id, body: { reason }, idempotencyKey })}
      onDone={onCancelled}
    />
  )
}
