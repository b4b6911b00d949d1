'use client'
import { useQueryClient } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { ReasonDialog } from '@/components/reason-dialog'
import { useToast } from '@/components/toast'
import type { AsideFile } from '@/operations/aside-files'

/** Asks the gateway to read a file again; a reason, and what that can change. */
export function ReadAgain({ file: { id, fileName }, onClose }: { file: AsideFile; onClose: () => void }) {
  const toast = useToast()
  const client = useQueryClient()
  return (
    <ReasonDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Read ${fileName} again`}
      description="The gateway reads the bytes that came, if the archive still has exactly these. What it understands now is applied as if the file had just come; what was applied before changes nothing. It helps after an upgrade that reads more; a damaged file stays damaged, and the bank must send it anew."
      confirmLabel="Read it again"
      reason="required"
      act={(reason, idempotencyKey) => callApi('POST /api/operations/readings', { body: { file: id, reason }, idempotencyKey })}
      onDone={() => {
        toast('ok', 'The gateway reads it again', fileName)
        return client.invalidateQueries({ queryKey: ['operations'] })
      }}
    />
  )
}
