'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { callApi } from '@/app/call-api'
import { isAsked } from '@/components/refresher'
import type { RunDetail } from '@/payroll/runs/run'
import { signatureOf } from './signature'

const EVERY_MS = 2_000
/** While only people move it. */
const CALM_EVERY_MS = 10_000
/** Also when nothing has changed, so that the page can go on calling itself current. */
const AT_LEAST_EVERY_MS = 30_000

/**
 * Asks whether the run has moved, every two seconds while it does by itself, otherwise every ten and when one comes back to the page;
 * the page is read anew only then, because its table and differences cost more than the question.
 */
export function RefreshWhileMoving({ run, signature }: { run: RunDetail; signature: string }) {
  const router = useRouter()
  const moving = run.status === 'approved' || run.status === 'paying'
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ['run moves', run.id, signature],
    queryFn: async ({ signal }) => {
      const [now, { messages }] = await Promise.all([
        callApi('GET /api/payroll-runs/[id]', { id: run.id, signal }).then((answer) => answer.data),
        callApi('GET /api/payroll-runs/[id]/bank-messages', { id: run.id, signal }).then((answer) => answer.data),
      ])
      return signatureOf(now, messages)
    },
    refetchInterval: moving ? EVERY_MS : CALM_EVERY_MS,
    refetchOnMount: false,
    initialData: signature,
  })
  const readAt = useRef(0)
  useEffect(() => {
    readAt.current ||= dataUpdatedAt
    if (isAsked()) return
    const old = moving && dataUpdatedAt - readAt.current > AT_LEAST_EVERY_MS
    if (data === signature && !old) return
    readAt.current = dataUpdatedAt
    router.refresh()
  }, [data, dataUpdatedAt, signature, moving, router])
  return null
}
