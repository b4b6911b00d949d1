'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Failed } from '@/components/empty'
import { countWords } from '@/components/money'
import type { ImportDetail } from '@/payroll/imports/imports'
import type { RefusedRow } from '@/payroll-files/types'
import { EditRow } from './edit-row'
import type { ImportProps } from './import-props'
import { UseProposals } from './use-proposals'

type Page = { rows: RefusedRow[]; next: number | null }

const COLUMNS: readonly Column<RefusedRow>[] = [
  {
    id: 'row',
    header: 'Row',
    align: 'end',
    width: '80px',
    phone: 'money',
    cell: ({ row }) => (
      <>
        <span className="text-faint sm:hidden">Row </span>
        {countWords(row)}
      </>
    ),
  },
  {
    id: 'who',
    header: 'Content',
    phone: 'aside',
    width: '240px',
    cell: ({ cells }) => (
      <span className="block max-w-60 truncate text-muted">{cells.filter((cell) => cell.trim() !== '').join(' · ')}</span>
    ),
  },
  {
    id: 'reasons',
    header: 'Problem',
    phone: 'lead',
    cell: ({ reasons }) => (
      <ul className="grid gap-0.5 py-2 whitespace-normal max-sm:py-0">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    ),
  },
]

const editColumn = (edit: (row: RefusedRow) => void): Column<RefusedRow> => ({
  id: 'edit',
  header: 'Edit',
  headerHidden: true,
  align: 'end',
  phone: 'aside',
  width: '80px',
  cell: (row) => (
    <Button aria-label={`Edit row ${row.row}`} onClick={() => edit(row)}>
      Edit
    </Button>
  ),
})

/** The rows that were refused, page by page, each with everything that is wrong in it; with `again` they can be edited. */
export function RefusedRows({ file, again }: { file: ImportDetail; again?: ImportProps['again'] | undefined }) {
  const [edited, setEdited] = useState<RefusedRow | null>(null)
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['import', file.id, 'problems', file.progress.startedAt, file.refused],
    queryFn: ({ pageParam, signal }) =>
      callApi('GET /api/payroll-imports/[id]/problems', { id: file.id, query: { after: pageParam }, signal }).then((answer) => answer.data),
    initialPageParam: 0,
    getNextPageParam: ({ next }: Page) => next,
  })
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  const next = edited && (rows.find(({ row }) => row > edited.row) ?? null)
  return (
    <div>
      {again && <UseProposals file={file} rows={rows} again={again} />}
      <DataTable
        caption={`Problems in ${file.fileName}`}
        columns={again ? [...COLUMNS, editColumn(setEdited)] : COLUMNS}
        rows={rows}
        rowKey={({ row }) => String(row)}
        loading={isPending}
        expectedRows={Math.min(file.refused, 8)}
        error={error ? <Failed title="The problems could not be loaded" onRetry={() => void refetch()} /> : undefined}
      />
      {edited && again && <EditRow key={edited.row} file={file} row={edited} next={next} go={setEdited} saved={() => void again()} />}
      {hasNextPage && (
        <p className="mt-2 flex items-center gap-3 text-xs text-muted">
          {countWords(rows.length)} of {countWords(file.refused)} shown
          <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </div>
  )
}
