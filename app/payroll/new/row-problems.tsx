'use client'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { InputError } from '@/components/api-problem'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { downloadText } from './download-text'
import { countProblems, errorFile, type Listed, listProblems } from './problem-list'

const SHOWN_AT_ONCE = 50

const COLUMNS: readonly Column<Listed>[] = [
  { id: 'row', header: 'Row', align: 'end', width: '80px', phone: 'money', cell: ({ row }) => <Row of={row} /> },
  {
    id: 'field',
    header: 'Column',
    width: '160px',
    phone: 'aside',
    cell: ({ field }) => (field === null ? <span className="text-faint">whole row</span> : <code className="mono">{field}</code>),
  },
  {
    id: 'reason',
    header: 'What is wrong',
    phone: 'lead',
    cell: ({ reason }) => <span className="block py-2 whitespace-normal max-sm:py-0">{reason}</span>,
  },
]

function Row({ of }: { of: number | null }) {
  if (of === null) return 'file'
  return (
    <>
      <span className="text-faint sm:hidden">Row </span>
      {countWords(of)}
    </>
  )
}

/** Everything wrong with a file, row by row, to be read here or taken along. */
export function RowProblems({ fileName, errors }: { fileName: string; errors: readonly InputError[] }) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const problems = listProblems(errors)
  const { total, rows, fields } = countProblems(errors)
  return (
    <section aria-labelledby="row-problems" className="mt-6">
      <div className="mb-2 flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="mr-auto min-w-0">
          <h2 id="row-problems" ref={heading} tabIndex={-1} className="outline-none">
            {total === 1 ? 'One problem' : `${countWords(total)} problems`} in {fileName}
            {rows > 0 && total > 1 && (
              <span className="font-normal text-muted"> · {rows === 1 ? 'one row' : `${countWords(rows)} rows`}</span>
            )}
          </h2>
          <p className="text-sm text-muted">
            Nothing was saved. Mend the file and choose it again; the rest of the form stays as it is.
            {total > fields.length && ` By column: ${fields.map(({ field, count }) => `${field} ${countWords(count)}`).join(', ')}.`}
          </p>
        </div>
        <Button onClick={() => downloadText(`${fileName.replace(/\.csv$/i, '')}-problems.csv`, errorFile(errors))}>
          <Download aria-hidden="true" className="size-3.5" /> Download as a file
        </Button>
      </div>
      <DataTable caption={`Problems in ${fileName}`} columns={COLUMNS} rows={problems.slice(0, shown)} rowKey={({ key }) => key} />
      {problems.length > shown && (
        <p className="mt-2 flex items-center gap-3 text-xs text-muted">
          {countWords(shown)} of {countWords(problems.length)} shown
          <Button onClick={() => setShown(shown + SHOWN_AT_ONCE)}>Show more</Button>
        </p>
      )}
    </section>
  )
}
