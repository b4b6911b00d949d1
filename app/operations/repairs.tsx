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
import { KIND_WORDS, progressWords, STATE_WORDS } from './repair-words'

const REFRESH_MS = 2_000

/** Loaded when somebody asks. */
const AskRebuild = dynamic(() => import('./ask-rebuild').then((file) => file.AskRebuild), { ssr: false })

/** What was asked to be done with the copies, and the button that asks. */
export function Repairs({ mayAct }: { mayAct: boolean }) {
  const [isAsking, setIsAsking] = useState(false)
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
          <Button disabled={isUnderWay} onClick={() => setIsAsking(true)}>
            Make search anew…
          </Button>
          {isAsking && <AskRebuild plan={data.plan} onClose={() => setIsAsking(false)} />}
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
