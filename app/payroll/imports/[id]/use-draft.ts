'use client'
/** Makes the checked file a draft. */
import { type BodyOf, callApi } from '@/app/call-api'
import { useAction } from '@/components/use-action'

export function useDraft(importId: string) {
  return useAction((body: BodyOf<'POST /api/payroll-imports/[id]/draft'>, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/draft', { id: importId, body, idempotencyKey }),
  )
}
