'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { AsideFile } from '@/operations/aside-files'

/** Loaded when somebody asks. */
const ReadAgain = dynamic(() => import('./read-again').then((file) => file.ReadAgain), { ssr: false })

type Row = AsideFile & { onAgain: (file: AsideFile) => void }

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'file',
    header: 'File',
    phone: 'lead',
    shrinks: true,
    cell: ({ fileName, note }) => (
      <span className="block py-1.5 whitespace-normal [overflow-wrap:anywhere]">
        <span className="mono">{fileName}</span>
        <span className="block text-xs text-muted">{note}</span>
      </span>
    ),
  },
  { id: 'again', header: 'Read again', phone: 'detail', shrinks: true, cell: ({ reading }) => <Reading reading={reading} /> },
  { id: 'at', header: 'Received', align: 'end', phone: 'money', cell: ({ receivedAt }) => <Time at={receivedAt} /> },
]

const ACT: Column<Row> = {
  id: 'act',
  header: 'Act',
  phone: 'detail',
  cell: (file) =>
    file.reading?.state !== 'asked' && (
      <Button aria-label={`Read ${file.fileName} again`} onClick={() => file.onAgain(file)}>
        Read it again…
      </Button>
    ),
}

/** Files from banks that the gateway could not read. */
export function AsideFiles({ files, mayAct }: { files: readonly AsideFile[]; mayAct: boolean }) {
  const [asking, setAsking] = useState<AsideFile | null>(null)
  const rows = files.map((file) => ({ ...file, onAgain: setAsking }))
  return (
    <>
      {files.length === 0 ? (
        <Nothing>None. Every file of the last 30 days was read.</Nothing>
      ) : (
        <DataTable
          caption="Bank files that could not be read"
          columns={mayAct ? [...COLUMNS, ACT] : COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
        />
      )}
      <p className="mt-2 text-xs text-muted">
        Messages that were read and contradict an earlier one are under Bank exceptions of the payroll desk, where two people decide.
      </p>
      {asking && <ReadAgain file={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function Reading({ reading }: Pick<AsideFile, 'reading'>) {
  if (reading === null) return <span className="text-muted">not asked for</span>
  const { state, askedBy, endedAt, outcome } = reading
  return (
    <span className="block py-1.5 text-xs whitespace-normal [overflow-wrap:anywhere]">
      <Status tone={state === 'asked' ? 'info' : 'bad'}>{state === 'asked' ? `Asked for by ${askedBy}` : 'Still not read'}</Status>
      {endedAt && (
        <span className="block text-muted">
          <Time at={endedAt} seconds />: {outcome}
        </span>
      )}
    </span>
  )
}
