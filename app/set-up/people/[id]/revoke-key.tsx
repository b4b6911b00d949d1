'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'

type Route = 'POST /api/api-keys/[id]/revocations' | 'POST /api/set-up/api-keys/[id]/revocations'

/** Ends an API key, after a question. */
export function RevokeKey({ id, name, route }: { id: string; name: string; route: Route }) {
  const [open, setOpen] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const action = useAction((key: string, idempotencyKey) => callApi(route, { id: key, idempotencyKey }))
  const confirm = async () => {
    if (!(await action.run(id))) return
    setOpen(false)
    toast('ok', 'Revoked')
    router.refresh()
  }
  return (
    <>
      <Button
        tone="danger"
        onClick={() => {
          action.begin()
          setOpen(true)
        }}
      >
        Revoke…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke the key ${name}?`}
        confirmLabel="Revoke"
        tone="danger"
        state={action.state}
        onConfirm={() => void confirm()}
      >
        <p>Whatever asks with it is refused from now on.</p>
      </ConfirmDialog>
    </>
  )
}
