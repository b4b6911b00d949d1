'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { RefusedRow } from '@/bank/payroll-file/types'
import { api } from '@/components/api'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Failed } from '@/components/empty'
import { countWords } from '@/components/money'
import type { ImportDetail } from '@/payroll/queries/imports'

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
    header: 'The row',
    phone: 'aside',
    width: '240px',
    cell: ({ cells }) => (
      <span className="block max-w-60 truncate text-muted">{cells.filter((cell) => cell.trim() !== '').join(' · ')}</span>
    ),
  },
  {
    id: 'reasons',
    header: 'What is wrong',
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

/** The rows that were refused, page by page, each with everything that is wrong in it. */
export function RefusedRows({ file }: { file: ImportDetail }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['import', file.id, 'problems', file.progress.startedAt, file.refused],
    queryFn: ({ pageParam, signal }) =>
      api<Page>(`/api/payroll-imports/${file.id}/problems?after=${pageParam}`, { signal }).then((answer) => answer.data),
    initialPageParam: 0,
    getNextPageParam: ({ next }: Page) => next,
  })
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div>
      <DataTable
        caption={`Problems in ${file.fileName}`}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ row }) => String(row)}
        loading={isPending}
        expectedRows={Math.min(file.refused, 8)}
        error={error ? <Failed title="The problems could not be read" onRetry={() => void refetch()} /> : undefined}
      />
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
