'use client'
import type { ReactNode } from 'react'
import { Button } from './button'
import { ConflictTable } from './conflict-dialog'
import { DialogFrame } from './dialog'
import { Note } from './note'
import { Trace } from './trace'
import type { ActionState } from './use-action'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'danger'
  /** From `useAction`: shows waiting, "unknown, checking", the refusal, or the conflict. */
  state: ActionState
  onConfirm: () => void
  /** Why it cannot be confirmed yet (a reason is missing, a total is not typed). */
  why?: string
  wide?: boolean
  /** Where focus goes when it closes, if what opened it will not be there. */
  focusAfter?: () => HTMLElement | null
  /** Names of the fields in a conflict, as people say them. */
  fieldNames?: Readonly<Record<string, string>>
  /** Shows a field's value in a conflict; plain text otherwise. */
  showField?: (field: string, value: unknown) => ReactNode
}

/** Asks before something is done, and shows what came of it. What was typed stays whatever the answer is. */
export function ConfirmDialog({ state, onConfirm, confirmLabel, tone = 'primary', why, children, fieldNames, showField, ...frame }: Props) {
  const busy = state.is === 'pending' || state.is === 'unknown'
  return (
    <DialogFrame
      {...frame}
      locked={busy}
      actions={
        <>
          <Button tone="quiet" disabled={busy} onClick={() => frame.onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form="confirm" tone={tone} pending={busy} why={why}>
            {state.is === 'conflict' ? `${confirmLabel} as it is now` : confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id="confirm"
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm()
        }}
      >
        {children}
        <ActionLine state={state} fieldNames={fieldNames} showField={showField} />
      </form>
    </DialogFrame>
  )
}

/** What is known about an action: one line, read out when it changes. */
export function ActionLine({ state, fieldNames, showField }: Pick<Props, 'state' | 'fieldNames' | 'showField'>) {
  return (
    <div aria-live="polite" className="empty:hidden">
      {state.is === 'unknown' && (
        <Note tone="warn" title="Connection lost.">
          Checking whether it was done. It will not be done twice.
        </Note>
      )}
      {state.is === 'unsettled' && (
        <Note tone="bad" title="No answer for two minutes.">
          PayLedger does not know yet whether it was done. Try again here in a while: it will not be done twice. Or close this and check the
          page once PayLedger answers.
        </Note>
      )}
      {state.is === 'refused' && (
        <Note tone="bad" title={`${state.problem.title}.`}>
          {state.problem.detail} <Trace id={state.problem.traceId} />
          {state.problem.errors.length > 0 && (
            <ul className="mt-1 list-disc pl-4">
              {state.problem.errors.map((error) => (
                <li key={`${error.row}/${error.field}/${error.reason}`}>{error.reason}</li>
              ))}
            </ul>
          )}
        </Note>
      )}
      {state.is === 'conflict' && (
        <>
          <Note tone="warn" title="This has changed since you opened it.">
            Nothing was done. Check the difference, then decide again.
          </Note>
          <ConflictTable changed={state.changed} fieldNames={fieldNames} show={showField} />
        </>
      )}
      {state.is === 'broken' && (
        <Note tone="bad" title="This page failed.">
          {state.message}
        </Note>
      )}
    </div>
  )
}
