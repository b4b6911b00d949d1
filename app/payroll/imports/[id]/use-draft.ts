'use client'
/** Makes the checked file a draft. */
import { api } from '@/components/api'
import { useAction } from '@/components/use-action'
import type { Acceptance } from '@/payroll/runs/repetition'

export type DraftBody = { leaveOut?: { rows: number; reason: string }; payDate?: string; repetition?: Acceptance | undefined }

export function useDraft(importId: string) {
  return useAction((body: DraftBody, idempotencyKey) =>
    api<{ id: string; reference: string }>(`/api/payroll-imports/${importId}/draft`, { method: 'POST', body, idempotencyKey }),
  )
}
