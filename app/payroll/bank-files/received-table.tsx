import Link from 'next/link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { ReceivedRow } from '@/payroll/statements/bank-messages'
import { changeWords, outcomeWords } from './outcome-words'
import { whoWords } from './proposals-table'

const COLUMNS: readonly Column<ReceivedRow>[] = [
  { id: 'file', header: 'File', phone: 'lead', shrinks: true, cell: (row) => <File row={row} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <State row={row} /> },
  { id: 'changed', header: 'What it changed', phone: 'detail', shrinks: true, cell: (row) => <Changed row={row} /> },
  { id: 'runs', header: 'Runs', phone: 'detail', from: 'lg', cell: (row) => <Runs row={row} /> },
  { id: 'at', header: 'Received', align: 'end', phone: 'money', cell: (row) => <Time at={row.createdAt} /> },
]

/** The newest files from the banks. */
export function ReceivedTable({ messages, found }: { messages: readonly ReceivedRow[]; found: boolean }) {
  return (
    <DataTable
      caption="Files from the banks"
      columns={COLUMNS}
      rows={messages}
      rowKey={(row) => row.id}
      empty={
        found ? (
          <NothingMatches clearHref="/payroll/bank-files" />
        ) : (
          <NothingYet title="No bank has answered yet">Files that the banks send appear here, newest first.</NothingYet>
        )
      }
    />
  )
}

function File({ row }: { row: ReceivedRow }) {
  return (
    <span className="block py-1 max-sm:py-0">
      {row.mayDownload ? (
        <a
          href={`/api/bank-messages/${row.id}/file`}
          download={row.fileName}
          className="link mono [overflow-wrap:anywhere] whitespace-normal"
        >
          {row.fileName}
        </a>
      ) : (
        <span className="mono [overflow-wrap:anywhere] whitespace-normal">{row.fileName}</span>
      )}
      <span className="block text-xs text-muted [overflow-wrap:anywhere] whitespace-normal">
        {row.kind} {row.messageId === row.fileName ? '' : row.messageId}
      </span>
      <ByHand byHand={row.byHand} />
    </span>
  )
}

/** Who brought the file and who confirmed it; nothing of one that the gateway took in. */
export function ByHand({ byHand }: Pick<ReceivedRow, 'byHand'>) {
  if (!byHand) return null
  return (
    <span className="block text-xs font-medium whitespace-normal [overflow-wrap:anywhere]">
      uploaded by {whoWords(byHand.proposedBy)}, confirmed by {whoWords(byHand.confirmedBy)}
    </span>
  )
}

function State({ row }: { row: ReceivedRow }) {
  const { word, tone } = outcomeWords(row.status)
  return <Status tone={tone}>{word}</Status>
}

const Changed = ({ row }: { row: ReceivedRow }) => <span className="whitespace-normal">{changeWords(row) ?? row.note ?? 'nothing'}</span>

function Runs({ row }: { row: ReceivedRow }) {
  return row.runs.length === 0 ? (
    <span className="text-faint">–</span>
  ) : (
    row.runs.slice(0, 3).map(({ id, reference }) => (
      <Link key={id} href={`/payroll/runs/${id}`} className="link mono block">
        {reference}
      </Link>
    ))
  )
}
