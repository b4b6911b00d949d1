'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '@/components/api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { FileDrop } from '@/components/file-drop'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import { type Message, Preview } from './preview'

const FILE_BYTES_MAX = 32_000_000

type Shown = { fileName: string; messages: Message[] }

/** A bank's file: first what it would change, then, when one agrees, the change itself. */
export function BankFileForm() {
  const router = useRouter()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const [applied, setApplied] = useState<Message[] | null>(null)
  const post = (path: string) => (body: FormData, idempotencyKey: string) => api<Shown>(path, { method: 'POST', body, idempotencyKey })
  const look = useAction(post('/api/bank-messages?dryRun=true'))
  const apply = useAction(post('/api/bank-messages'))
  const busy = [look, apply].some(({ state }) => state.is === 'pending' || state.is === 'unknown')
  const changes = shown?.messages.some((message) => message.outcome === 'applied' || message.outcome === 'nothing-new') ?? false
  const choose = (next: File | null) => {
    setFile(next)
    setShown(null)
    setApplied(null)
    look.begin()
    apply.begin()
  }
  const bodyOf = (chosen: File): FormData => {
    const body = new FormData()
    body.append('file', chosen)
    return body
  }
  const lookAt = async () => {
    if (!file) return
    look.begin()
    const answer = await look.run(bodyOf(file))
    if (answer) setShown(answer.data)
  }
  const applyIt = async () => {
    if (!file) return
    apply.begin()
    const answer = await apply.run(bodyOf(file))
    if (!answer) return
    setApplied(answer.data.messages)
    setShown(null)
    toast('ok', `${file.name} is applied`)
    router.refresh()
  }
  return (
    <div className="grid gap-3">
      <FileDrop
        label="Drop a file of the bank, or choose one"
        hint="pain.002, camt.053 or camt.054, up to 32 MB, also zipped"
        accept=".xml,.zip,.txt,application/xml,application/zip"
        sizeMaxBytes={FILE_BYTES_MAX}
        file={file}
        onFile={choose}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          tone={shown ? 'normal' : 'primary'}
          pending={look.state.is === 'pending'}
          why={file === null ? 'Choose a file first' : undefined}
          onClick={() => void lookAt()}
        >
          Show what it would change
        </Button>
        {shown && (
          <Button
            tone="primary"
            pending={busy}
            why={changes ? undefined : 'There is nothing in it to apply'}
            onClick={() => void applyIt()}
          >
            Apply
          </Button>
        )}
      </div>
      <ActionLine state={apply.state.is === 'idle' ? look.state : apply.state} />
      <div aria-live="polite" className="empty:hidden">
        {shown && <Preview title="It would change" messages={shown.messages} />}
        {applied && <Preview title="It has changed" messages={applied} />}
      </div>
    </div>
  )
}
