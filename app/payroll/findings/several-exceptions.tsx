'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { countWords, Money } from '@/components/money'
import { Note } from '@/components/note'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { ExceptionRow } from '@/payroll/exceptions/exceptions'
import { PROPOSALS } from './[id]/propose-dialog'
import { otherSide, sentence, stateWords } from './exception-words'

type Act = 'written-off' | 'returned-to-bank' | 'confirm'
type Props = { chosen: readonly ExceptionRow[]; act: 'propose' | 'confirm' }
type Undone = { row: ExceptionRow; detail: string }

const CONFIRM = {
  description: 'This resolves each one as another person proposed it. Those you proposed yourself wait for someone else.',
  label: 'Confirm',
}

/** What is done with the marked findings: one reason for all, and what became of each that could not be done. */
export function SeveralExceptions({ chosen, act }: Props) {
  const [opened, setOpened] = useState<Act | null>(null)
  const [undone, setUndone] = useState<readonly Undone[]>([])
  const acts: readonly Act[] = act === 'confirm' ? ['confirm'] : ['written-off', 'returned-to-bank']
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <span aria-live="polite" className="text-muted">
          {chosen.length === 0 ? 'Select exceptions to resolve several together.' : `${countWords(chosen.length)} selected`}
        </span>
        {chosen.length > 0 &&
          acts.map((each) => (
            <Button key={each} onClick={() => setOpened(each)}>
              {wordsOf(each).label}…
            </Button>
          ))}
      </div>
      {undone.length > 0 && (
        <Note tone="warn" title={undone.length === 1 ? 'One has not changed.' : `${countWords(undone.length)} have not changed.`}>
          <ul className="list-disc pl-4">
            {undone.map(({ row, detail }) => (
              <li key={row.id}>
                <span className="mono">{row.reference}</span>: {detail}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {acts.map((each) => (
        <SeveralDialog
          key={each}
          act={each}
          chosen={chosen}
          open={opened === each}
          onOpenChange={(open) => setOpened(open ? each : null)}
          onUndone={setUndone}
        />
      ))}
    </>
  )
}

const wordsOf = (act: Act) => (act === 'confirm' ? CONFIRM : PROPOSALS[act])

type DialogProps = {
  act: Act
  chosen: readonly ExceptionRow[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onUndone: (undone: readonly Undone[]) => void
}

function SeveralDialog({ act, chosen, open, onOpenChange, onUndone }: DialogProps) {
  const router = useRouter()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const findings = chosen.map(({ id, version }) => ({ id, version }))
  const { begin, run, state } = useAction((_: undefined, idempotencyKey) =>
    act === 'confirm'
      ? callApi('POST /api/findings/confirmations', { idempotencyKey, body: { findings } })
      : callApi('POST /api/findings/proposals', { idempotencyKey, body: { findings, resolution: act, reason: reason.trim() } }),
  )
  useEffect(() => {
    if (open) begin()
  }, [open, begin])
  const confirm = async () => {
    const answer = await run(undefined)
    if (!answer) return
    const left = answer.data.findings.flatMap((each) => (each.done ? [] : [each]))
    onUndone(left.flatMap(({ id, detail }) => chosen.filter((row) => row.id === id).map((row) => ({ row, detail }))))
    const waiting = answer.data.findings.filter((each) => each.done && each.state === 'proposed').length
    const resolved = answer.data.findings.length - left.length - waiting
    if (waiting + resolved > 0) toast('ok', outcomeWords(resolved, waiting))
    setReason('')
    onOpenChange(false)
    router.refresh()
  }
  const { description, label } = wordsOf(act)
  const second = act !== 'confirm' && chosen.some((row) => row.amountMinor !== null)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      state={state}
      title={`${label}: ${countWords(chosen.length)} ${chosen.length === 1 ? 'exception' : 'exceptions'}`}
      description={second ? `${description} Someone else confirms those with an amount.` : description}
      confirmLabel={label}
      why={act === 'confirm' ? undefined : reasonMissing(reason)}
      onConfirm={() => void confirm()}
      wide
    >
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {chosen.map((row) => (
          <Chosen key={row.id} row={row} />
        ))}
      </ul>
      {act !== 'confirm' && <ReasonField value={reason} onChange={setReason} hint="One reason for all of them." />}
    </ConfirmDialog>
  )
}

function Chosen({ row }: { row: ExceptionRow }) {
  return (
    <li className="flex items-baseline gap-3 px-3 py-1.5">
      <span className="min-w-0 flex-1">
        {row.state === 'proposed' ? stateWords(row.state, row.resolution).word : sentence(row.problem)}
        {row.matchedTo && <span className="mono [overflow-wrap:anywhere]"> {row.matchedTo}</span>}
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">{otherSide(row) ?? row.reference}</span>
      </span>
      {row.amountMinor !== null && row.currency !== null && <Money amountMinor={row.amountMinor} currency={row.currency} />}
    </li>
  )
}

function outcomeWords(resolved: number, waiting: number): string {
  const parts = [resolved > 0 && `${countWords(resolved)} resolved`, waiting > 0 && `${countWords(waiting)} wait for someone else`]
  return parts.filter((part) => part !== false).join(', ')
}
