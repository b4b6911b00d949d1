'use client'
import { useQueryClient } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { ReasonDialog } from '@/components/reason-dialog'
import { useToast } from '@/components/toast'

/** What is away while it restarts, for those who use it. */
const MEANWHILE: Readonly<Record<string, string>> = {
  'outbox-relay': 'Until it leads again, changes reach no copy; a relay that stands by takes over.',
  'search-projector': 'Until it is back, people find what search had before.',
  'finance-loader': 'Until it is back, the figures that were published last go on answering.',
  'bank-gateway': 'Until it is back, no file goes to the bank or comes in. A file that is on its way to the bank is not sent twice.',
  jobs: 'A check of a payroll file that it is doing is taken over within a minute.',
  reconciler: 'A comparison or a proof that it is doing begins anew.',
}

/** Asks one instance of a process to end in order; a reason, and what happens meanwhile. */
export function AskRestart({ process, instance, onClose }: { process: string; instance: string; onClose: () => void }) {
  const toast = useToast()
  const client = useQueryClient()
  return (
    <ReasonDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Restart ${process}`}
      description={`It ends in order within seconds, and whatever supervises it starts it again. It goes on where it was; nothing is lost. ${MEANWHILE[process.replace(/-standby$/, '')] ?? ''}`}
      confirmLabel="Restart"
      reason="required"
      act={(reason, idempotencyKey) => callApi('POST /api/operations/restarts', { body: { instance, reason }, idempotencyKey })}
      onDone={() => {
        toast('ok', 'Asked to restart', process)
        return client.invalidateQueries({ queryKey: ['operations'] })
      }}
    />
  )
}
