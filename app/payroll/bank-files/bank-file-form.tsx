'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type AnswerTo, callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { FileDrop } from '@/components/file-drop'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { type Action, useAction } from '@/components/use-action'
import { ChangesTable } from './changes-table'
import { Preview } from './preview'

const FILE_BYTES_MAX = 32_000_000

/** `effect` names what is shown: the server proposes that, or says that it has changed. */
type Shown = Extract<AnswerTo<'POST /api/bank-messages'>, { changesTotal: number }>

/** A bank's file that a person brings: first what it would change, then, with a reason, the proposal that a second person confirms. */
export function BankFileForm() {
  const [file, setFile] = useState<File | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const [reason, setReason] = useState('')
  const look = useAction((body: FormData, idempotencyKey) =>
    callApi('POST /api/bank-messages', { query: { dryRun: 'true' }, body, idempotencyKey }),
  )
  const propose = useAction((body: FormData, idempotencyKey) => callApi('POST /api/bank-messages', { body, idempotencyKey }))
  const choose = (next: File | null) => {
    setFile(next)
    setShown(null)
    look.begin()
    propose.begin()
  }
  const lookAt = async () => {
    if (!file) return
    const body = new FormData()
    body.append('file', file)
    look.begin()
    propose.begin()
    const answer = await look.run(body)
    if (answer && 'changesTotal' in answer.data) setShown(answer.data)
  }
  return (
    <div className="grid gap-3">
      <FileDrop
        label="Drop a bank file, or choose one"
        hint="pain.002, camt.053 or camt.054, up to 32 MB, zipped or not"
        accept=".xml,.zip,.txt,application/xml,application/zip"
        sizeMaxBytes={FILE_BYTES_MAX}
        file={file}
        onFile={choose}
      />
      <div>
        <Button
          tone={shown ? 'normal' : 'primary'}
          pending={isBusy(look.state.is)}
          why={file === null ? 'Choose a file first' : undefined}
          onClick={() => void lookAt()}
        >
          Show what it would change
        </Button>
      </div>
      <ActionLine state={look.state} />
      <div aria-live="polite" className="empty:hidden">
        {shown && (
          <div className="grid gap-4">
            <Preview title="It would change" messages={shown.messages} />
            <ChangesTable changes={shown.changes} total={shown.changesTotal} />
          </div>
        )}
      </div>
      {file && shown && <ProposeForm {...{ file, shown, reason, setReason, propose }} />}
    </div>
  )
}

type ProposeProps = {
  file: File
  shown: Shown
  reason: string
  setReason: (reason: string) => void
  propose: Action<{ data: AnswerTo<'POST /api/bank-messages'> }, FormData>
}

/** The reason, and the proposal of what is shown. */
function ProposeForm({ file, shown, reason, setReason, propose }: ProposeProps) {
  const router = useRouter()
  const toast = useToast()
  const proposeIt = async () => {
    const body = new FormData()
    body.append('reason', reason.trim())
    body.append('effect', shown.effect)
    body.append('file', file)
    propose.begin()
    const answer = await propose.run(body)
    if (!answer || !('id' in answer.data)) return
    toast('ok', 'Proposed', 'PayLedger applies it when a second person confirms it.')
    router.push(`/payroll/bank-files/${answer.data.id}`)
  }
  return (
    <form
      className="grid max-w-xl gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void proposeIt()
      }}
    >
      <ReasonField value={reason} onChange={setReason} hint="How you got the file, and why it did not arrive automatically." />
      <div>
        <Button type="submit" tone="primary" pending={isBusy(propose.state.is)} why={whyNot(shown, reason)}>
          Propose for confirmation
        </Button>
      </div>
      <ActionLine state={propose.state} />
    </form>
  )
}

const isBusy = (state: string): boolean => state === 'pending' || state === 'unknown'

function whyNot({ messages }: Shown, reason: string): string | undefined {
  const applies = messages.some(({ outcome }) => outcome === 'applied' || outcome === 'nothing-new')
  return applies ? reasonMissing(reason) : 'This file would change nothing'
}
