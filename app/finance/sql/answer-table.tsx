'use client'
import { useState } from 'react'
import type { AnswerTo } from '@/app/call-api'
import { Button } from '@/components/button'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { ScrollX } from '@/components/scroll-x'
import { Time } from '@/components/time'

export type SqlAnswer = AnswerTo<'POST /api/finance/answers'>

const ROWS_A_PAGE = 100
const IS_NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|DOUBLE|FLOAT)/

/** An answer, a hundred rows at a time, with how many there are and what they cover. */
export function AnswerTable({ answer }: { answer: SqlAnswer }) {
  const [page, setPage] = useState(0)
  const { columns, rows, cut, cellsCut, coverage, tookMs } = answer
  const from = page * ROWS_A_PAGE
  const shown = rows.slice(from, from + ROWS_A_PAGE)
  const total = `${countWords(rows.length)}${cut === null ? '' : '+'}`
  return (
    <>
      {cut !== null && (
        <Note tone="warn" title={`Only the first ${countWords(rows.length)} rows are shown.`}>
          {cut === 'rows' ? 'There are more.' : 'There are more, and their texts are too long for one page.'} Ask for fewer, or export them.
        </Note>
      )}
      {cellsCut > 0 && <Note tone="info">Of {countWords(cellsCut)} long texts only the beginning is shown; they end with “…”.</Note>}
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <ScrollX label="Answer" className="max-h-[70vh]">
          <table className="w-full border-collapse">
            <caption className="sr-only">Answer</caption>
            <thead className="sticky top-0 bg-sunken text-xs text-muted">
              <tr>
                {columns.map(({ name, type }, index) => (
                  <th
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns may have equal names, and stay where they are
                    key={index}
                    scope="col"
                    className={`h-8 border-b border-line px-3 font-medium whitespace-nowrap ${IS_NUMBER.test(type) ? 'text-right' : 'text-left'}`}
                  >
                    {name} <span className="font-normal text-faint">{type.length > 24 ? `${type.slice(0, 24)}…` : type}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an answer's rows have no key, and stay where they are
                <Row key={from + line} row={row} columns={columns} />
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className="p-3 text-muted">No rows. The question was answered; nothing fits it.</p>}
        </ScrollX>
      </div>
      <div className="num mt-2 flex flex-wrap items-center gap-2 text-xs text-muted">
        <span className="mr-auto" role="status">
          {rows.length === 0 ? 'No rows' : `${countWords(from + 1)}–${countWords(from + shown.length)} of ${total} rows`}, in{' '}
          {(tookMs / 1_000).toFixed(1)} s
        </span>
        <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
          Previous rows
        </Button>
        <Button disabled={from + ROWS_A_PAGE >= rows.length} onClick={() => setPage(page + 1)}>
          Next rows
        </Button>
      </div>
      <p className="mt-1 text-xs text-muted">
        {coverage.coveredUntil && (
          <>
            Covers every change up to <Time at={coverage.coveredUntil} show="full" seconds />, positions 1 to{' '}
            {countWords(coverage.position)} of the journal.{' '}
          </>
        )}
        {coverage.complete ? 'Nothing is missing.' : 'Some changes are missing from it.'}
      </p>
    </>
  )
}

function Row({ row, columns }: { row: SqlAnswer['rows'][number]; columns: SqlAnswer['columns'] }) {
  return (
    <tr className="border-b border-line last:border-0">
      {row.map((cell, index) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may have equal names, and stay where they are
          key={index}
          className={`max-w-96 px-3 py-1.5 ${IS_NUMBER.test(columns[index]?.type ?? '') ? 'num text-right whitespace-nowrap' : '[overflow-wrap:anywhere]'}`}
        >
          {cell === null ? <span className="text-faint">null</span> : cell}
        </td>
      ))}
    </tr>
  )
}
