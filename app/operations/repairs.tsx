'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import type { CopyRepairKind } from '@/operations/repairs/repair'
import { endWords, KIND_WORDS, progressWords, stateWords } from './repair-words'

const REFRESH_MS = 2_000

/** Loaded when somebody asks. */
const AskRepair = dynamic(() => import('./ask-repair').then((file) => file.AskRepair), { ssr: false })

/** What is asked for here; payouts are replayed from what differs. */
const ASKED_HERE = [
  'rebuild-search',
  'rebuild-finance',
  'refill-finance',
  'replay-from',
  'refill-kafka',
] as const satisfies readonly CopyRepairKind[]

/** What was asked to be done with the copies, and the buttons that ask. */
export function Repairs({ mayAct }: { mayAct: boolean }) {
  const [asking, setAsking] = useState<CopyRepairKind | null>(null)
  const { data, error } = useQuery({
    queryKey: ['repairs'],
    queryFn: ({ signal }) => callApi('GET /api/operations/repairs', { signal }).then((answer) => answer.data),
    refetchInterval: REFRESH_MS,
    retry: false,
  })
  if (!data && error) return <Nothing>Not known at the moment: {error.message}</Nothing>
  const isUnderWay = (kind: CopyRepairKind) => data?.repairs.some((each) => each.kind === kind && each.endedAt === null) ?? false
  return (
    <>
      {mayAct && data && (
        <div className="mb-3 flex flex-wrap gap-2">
          {ASKED_HERE.map((kind) => (
            <Button key={kind} disabled={isUnderWay(kind)} onClick={() => setAsking(kind)}>
              {KIND_WORDS[kind].name}…
            </Button>
          ))}
          {asking && <AskRepair asked={{ kind: asking }} onClose={() => setAsking(null)} />}
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
        {endWords(kind).name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'money',
    cell: (each) => (
      <>
        <Status tone={stateWords(each).tone}>{stateWords(each).word}</Status> <span className="text-muted">{progressWords(each)}</span>
      </>
    ),
  },
  { id: 'by', header: 'Asked for by', phone: 'detail', cell: ({ askedBy }) => askedBy },
  { id: 'when', header: 'When', align: 'end', phone: 'aside', cell: ({ askedAt }) => <Time at={askedAt} seconds /> },
]
