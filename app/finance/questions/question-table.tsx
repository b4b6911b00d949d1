'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { type Column, DataTable } from '@/components/data-table'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import type { QuestionPage } from '@/payroll/finance-desk/questions'
import { QuestionActs, type QuestionRow, type Removed } from './question-acts'

const PAGES: Readonly<Record<QuestionPage, string>> = {
  ...{ overview: 'Overview', corridors: 'Fees by corridor', countries: 'Payouts by country', settlement: 'Settlement times' },
  ...{ failures: 'Failures', rows: 'Rows behind a figure', sql: 'SQL' },
}

const COLUMNS: readonly Column<QuestionRow>[] = [
  {
    id: 'name',
    header: 'Question',
    phone: 'lead',
    shrinks: true,
    cell: ({ name, href }) => (
      <Link href={href} prefetch={false} className="font-[550] [overflow-wrap:anywhere] hover:underline">
        {name}
      </Link>
    ),
  },
  { id: 'page', header: 'Page', phone: 'detail', cell: ({ page }) => PAGES[page] },
  {
    id: 'whose',
    header: 'Whose',
    phone: 'detail',
    cell: ({ mine, shared, owner, orphaned }) => {
      if (mine) return shared ? 'Yours, shared' : 'Yours'
      return orphaned ? `${owner}, who has left` : owner
    },
  },
]

/** One's own questions and shared ones, with what can be done with each. One that was removed can be had back at once. */
export function QuestionTable({ rows, mayTakeOver, empty }: { rows: readonly QuestionRow[]; mayTakeOver: boolean; empty: ReactNode }) {
  const [removed, setRemoved] = useState<Removed | null>(null)
  const acts: Column<QuestionRow> = {
    id: 'acts',
    header: 'What can be done',
    headerHidden: true,
    align: 'end',
    phone: 'money',
    cell: (row) => <QuestionActs key={row.version} row={row} mayTakeOver={mayTakeOver} onRemoved={setRemoved} />,
  }
  return (
    <>
      <div aria-live="polite">{removed && <Undo key={removed.id} removed={removed} onDone={() => setRemoved(null)} />}</div>
      <DataTable caption="Saved questions" columns={[...COLUMNS, acts]} rows={rows} rowKey={({ id }) => id} empty={empty} />
    </>
  )
}

function Undo({ removed: { id, name, version }, onDone }: { removed: Removed; onDone: () => void }) {
  const router = useRouter()
  const action = useAction((_: undefined, key) => callChange({ to: 'POST /api/finance/questions/[id]/restorations', id }, version, key))
  const undo = async (): Promise<void> => {
    if (!(await action.run(undefined))) return
    onDone()
    router.refresh()
  }
  return (
    <Note
      tone="info"
      title={`“${name}” was removed.`}
      action={
        <Button pending={action.state.is === 'pending'} onClick={() => void undo()}>
          Undo
        </Button>
      }
    >
      For a day it can be had back.
      <ActionLine state={action.state} />
    </Note>
  )
}
