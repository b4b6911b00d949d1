'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { TextArea } from '@/components/field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import { FIELD_NAMES } from '../../payout-words'
import { showField } from '../../show-field'

type Props = { id: string; version: number; status: string; inBankFile: boolean; name: string }

const WORDS = {
  holds: {
    button: 'Hold…',
    confirm: 'Hold',
    done: 'On hold',
    title: (name: string) => `Hold the payout to ${name}`,
    description: 'It does not go to the bank until someone releases it.',
  },
  'hold-releases': {
    button: 'Release hold…',
    confirm: 'Release',
    done: 'Released',
    title: (name: string) => `Release the payout to ${name}`,
    description: 'It goes to the bank with its run, or immediately if the run is already being paid.',
  },
} as const

/** Hold and release, on what the person saw: a payout that has moved meanwhile is answered with what changed. */
export function HoldActions({ id, version, status, inBankFile, name }: Props) {
  const act = status === 'held' ? 'hold-releases' : 'holds'
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [seen, setSeen] = useState(version)
  const router = useRouter()
  const toast = useToast()
  const action = useAction((input: { version: number; reason: string }, idempotencyKey) =>
    callChange({ to: `POST /api/payouts/[id]/${act}`, id, body: { reason: input.reason } }, input.version, idempotencyKey),
  )
  const words = WORDS[act]
  const { state } = action
  const now = state.is === 'conflict' ? (state.problem.body as { current?: { version?: number; status?: string } }).current : undefined
  const whyNotNow = whyNot(act, now?.status ?? status, inBankFile)
  const confirm = async (): Promise<void> => {
    const current = now?.version ?? seen
    setSeen(current)
    if (!(await action.run({ version: current, reason }))) return
    setOpen(false)
    setReason('')
    toast('ok', words.done, name)
    router.refresh()
  }
  const begin = (): void => {
    setSeen(version)
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button onClick={begin} why={whyNot(act, status, inBankFile)}>
        {words.button}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title(name)}
        description={words.description}
        confirmLabel={words.confirm}
        state={state}
        onConfirm={() => void confirm()}
        fieldNames={FIELD_NAMES}
        showField={showField}
        why={whyNotNow ?? (reason.trim().length < 3 ? 'Give a reason first' : undefined)}
      >
        <TextArea label="Reason" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} rows={3} />
      </ConfirmDialog>
    </>
  )
}

/** Why this cannot be done with a payout in that state; undefined when it can. */
function whyNot(act: keyof typeof WORDS, status: string, inBankFile: boolean): string | undefined {
  if (act === 'hold-releases') return status === 'held' ? undefined : 'It is no longer on hold'
  if (status === 'held') return 'It is already on hold'
  if (status !== 'submitted' && status !== 'approved') return `You cannot hold a ${status} payout`
  return inBankFile ? 'It is already on its way to the bank' : undefined
}
