'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { ReasonField, reasonMissing } from '@/components/reason-field'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { spanWords } from '@/components/time-words'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { RebuildPlan, RepairRow } from '@/operations/repairs/read-repairs'
import { KIND_WORDS, progressWords, STATE_WORDS } from './repair-words'

const REFRESH_MS = 2_000

/** What was asked to be done with the copies, and the button that asks. */
export function Repairs({ mayAct }: { mayAct: boolean }) {
  const { data, error } = useQuery({
    queryKey: ['repairs'],
    queryFn: ({ signal }) => callApi('GET /api/operations/repairs', { signal }).then((answer) => answer.data),
    refetchInterval: REFRESH_MS,
    retry: false,
  })
  if (!data && error) return <Nothing>Not known at the moment: {error.message}</Nothing>
  const isUnderWay = data?.repairs.some(({ endedAt }) => endedAt === null) ?? false
  return (
    <>
      {mayAct && data && (
        <div className="mb-3">
          <AskRebuild plan={data.plan} isUnderWay={isUnderWay} />
        </div>
      )}
      <DataTable
        caption="Repairs"
        columns={COLUMNS}
        rows={data?.repairs ?? []}
        rowKey={({ id }) => id}
        loading={!data}
        expectedRows={1}
        empty={<Nothing>None was asked for yet.</Nothing>}
      />
    </>
  )
}

const COLUMNS: readonly Column<RepairRow>[] = [
  {
    id: 'kind',
    header: 'Repair',
    phone: 'lead',
    shrinks: true,
    cell: ({ id, kind }) => (
      <Link className="link" href={`/operations/repairs/${id}`}>
        {KIND_WORDS[kind]}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'money',
    cell: (each) => (
      <>
        <Status tone={STATE_WORDS[each.state].tone}>{STATE_WORDS[each.state].word}</Status>{' '}
        <span className="text-muted">{progressWords(each)}</span>
      </>
    ),
  },
  { id: 'by', header: 'Asked for by', phone: 'detail', cell: ({ askedBy }) => askedBy },
  { id: 'when', header: 'When', align: 'end', phone: 'aside', cell: ({ askedAt }) => <Time at={askedAt} seconds /> },
]

/** What it does, how much that is, how long it takes, and what stays available; then a reason. */
function AskRebuild({ plan, isUnderWay }: { plan: RebuildPlan; isUnderWay: boolean }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const toast = useToast()
  const client = useQueryClient()
  const action = useAction((input: { reason: string }, idempotencyKey) =>
    callApi('POST /api/operations/repairs', { body: { kind: 'rebuild-search', ...input }, idempotencyKey }),
  )
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ reason }))) return
    setOpen(false)
    setReason('')
    toast('ok', 'Asked for', 'Search is made anew beside the index that answers.')
    await client.invalidateQueries({ queryKey: ['repairs'] })
  }
  const howLong =
    plan.expectedMs === null ? 'Nobody has measured yet how long that takes.' : `About ${spanWords(plan.expectedMs)}, as the last one.`
  return (
    <>
      <Button
        disabled={isUnderWay}
        onClick={() => {
          action.begin()
          setOpen(true)
        }}
      >
        Make search anew…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Make search anew"
        description={`All ${plan.events.toLocaleString('en')} events are read again into a new index. ${howLong} People go on searching the old one, which is kept up to date. The new one takes its place only when it is equal to the ledger, and the old one is kept for an hour after that.`}
        confirmLabel="Make it anew"
        state={action.state}
        onConfirm={() => void confirm()}
        why={reasonMissing(reason)}
      >
        <ReasonField value={reason} onChange={setReason} />
      </ConfirmDialog>
    </>
  )
}
