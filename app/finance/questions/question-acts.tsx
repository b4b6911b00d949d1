'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type ApiChange, callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine, ConfirmDialog } from '@/components/confirm-dialog'
import { TextField } from '@/components/field'
import { useAction } from '@/components/use-action'
import type { SavedQuestion } from '@/payroll/finance-desk/questions'
import { ShareBox } from './share-box'

export type QuestionRow = SavedQuestion & { href: string }
export type Removed = { id: string; name: string; version: number }

type Props = { row: QuestionRow; mayTakeOver: boolean; onRemoved: (removed: Removed) => void }

/** What somebody may do with a question: their own they change and remove; of somebody who has left, they take it over. */
export function QuestionActs({ row, mayTakeOver, onRemoved }: Props) {
  const { id, name, version, mine, orphaned, pinned, page } = row
  const router = useRouter()
  const action = useAction((change: ApiChange, key) => callChange(change, version, key))
  const act = async (change: ApiChange): Promise<boolean> => {
    action.begin()
    if (!(await action.run(change))) return false
    router.refresh()
    return true
  }
  const remove = async (): Promise<void> => {
    if (await act({ to: 'POST /api/finance/questions/[id]/removals', id })) onRemoved({ id, name, version: version + 1 })
  }
  return (
    <div className="flex flex-wrap items-center justify-end gap-1 max-sm:justify-start">
      {page !== 'sql' && (
        <Button tone="quiet" onClick={() => void act({ to: 'POST /api/finance/questions/[id]/pins', id, body: { pinned: !pinned } })}>
          {pinned ? 'Unpin' : 'Pin'}
          <span className="sr-only"> {name}</span>
        </Button>
      )}
      {mine && <Change row={row} />}
      {orphaned && !mine && mayTakeOver && (
        <Button tone="quiet" onClick={() => void act({ to: 'POST /api/finance/questions/[id]/take-overs', id })}>
          Take over<span className="sr-only"> {name}</span>
        </Button>
      )}
      {(mine || (orphaned && mayTakeOver)) && (
        <Button tone="quiet" onClick={() => void remove()}>
          Remove<span className="sr-only"> {name}</span>
        </Button>
      )}
      {action.state.is !== 'done' && action.state.is !== 'pending' && <ActionLine state={action.state} />}
    </div>
  )
}

function Change({ row: { id, name, version, shared } }: { row: QuestionRow }) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(name)
  const [isShared, setShared] = useState(shared)
  const router = useRouter()
  const action = useAction((body: { name: string; shared: boolean }, key) =>
    callChange({ to: 'POST /api/finance/questions/[id]/changes', id, body }, version, key),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ name: typed, shared: isShared }))) return
    setOpen(false)
    router.refresh()
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button tone="quiet" onClick={begin}>
        Change…<span className="sr-only"> {name}</span>
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Change “${name}”`}
        confirmLabel="Change"
        state={action.state}
        onConfirm={() => void confirm()}
        {...(typed.trim() === '' && { why: 'Give it a name first' })}
      >
        <TextField label="Name" value={typed} maxLength={80} onChange={(event) => setTyped(event.target.value)} />
        <ShareBox shared={isShared} onChange={setShared} />
      </ConfirmDialog>
    </>
  )
}
