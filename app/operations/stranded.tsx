import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Month, Time } from '@/components/time'
import { spanWords } from '@/components/time-words'
import type { StrandedRun, WaitingFile } from '@/operations/stranded'
import { THRESHOLD_MS } from '@/operations/thresholds'
import { Counted } from './counted'

const EXPECTED = `${THRESHOLD_MS.paying / 3_600_000} h`

const RUNS: readonly Column<StrandedRun>[] = [
  { id: 'run', header: 'Run', phone: 'money', cell: ({ reference }) => <span className="font-[550]">{reference}</span> },
  { id: 'company', header: 'Company', cell: ({ companyName, period }) => <Of companyName={companyName} period={period} /> },
  { id: 'paying', header: 'Paying for', phone: 'aside', cell: ({ payingMs }) => <Status tone="warn">{spanWords(payingMs)}</Status> },
  { id: 'open', header: 'Payouts', cell: (run) => openWords(run) },
  {
    id: 'why',
    header: 'Waiting for',
    phone: 'lead',
    shrinks: true,
    cell: (run) => <span className="block py-1.5 whitespace-normal text-muted">{waitsFor(run)}</span>,
  },
]

const FILES: readonly Column<WaitingFile>[] = [
  { id: 'file', header: 'File', phone: 'lead', shrinks: true, cell: ({ fileName }) => <span className="mono">{fileName}</span> },
  { id: 'run', header: 'Run', phone: 'aside', cell: ({ runReference }) => runReference },
  { id: 'payments', header: 'Payments', align: 'end', phone: 'money', cell: ({ payments }) => <Counted of={payments} noun="payments" /> },
  { id: 'made', header: 'Created', align: 'end', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

/** Runs that the bank should have settled by now. */
export function StrandedRuns({ runs }: { runs: readonly StrandedRun[] }) {
  if (runs.length === 0) return <Nothing>None. No run has been paying for more than {EXPECTED}.</Nothing>
  return (
    <>
      <DataTable caption={`Runs paying for more than ${EXPECTED}`} columns={RUNS} rows={runs} rowKey={({ id }) => id} />
      <p className="mt-2 text-xs text-muted">
        Expected within {EXPECTED}. Ask the bank about these messages. Its status files update the payouts as soon as they arrive.
      </p>
    </>
  )
}

/** Files of which nobody knows whether the bank has them. They are not written again by themselves, so that nobody is paid twice. */
export function WaitingFiles({ files }: { files: readonly WaitingFile[] }) {
  if (files.length === 0) return <Nothing>None. For every file, PayLedger knows whether the bank has it.</Nothing>
  return (
    <>
      <DataTable caption="Bank files that the bank may or may not have" columns={FILES} rows={files} rowKey={({ id }) => id} />
      <p className="mt-2 text-xs text-muted">
        Did the bank get these? Its own answer decides, or a coordinator answers on the run; a “no” needs two people. Until then PayLedger
        does not send them again.
      </p>
    </>
  )
}

function Of({ companyName, period }: { companyName: string; period: string }) {
  return (
    <>
      {companyName} <span className="text-muted">· </span>
      <Month of={period} />
    </>
  )
}

function openWords({ sent, held, approved }: StrandedRun): string {
  const parts = [
    [sent, 'sent'],
    [held, 'on hold'],
    [approved, 'approved'],
  ] as const
  return parts.flatMap(([count, word]) => (count > 0 ? [`${countWords(count)} ${word}`] : [])).join(', ')
}

function waitsFor({ messageIds, sent, held, approved }: StrandedRun): string {
  const [first, ...others] = messageIds
  if (first) return `an answer to message ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
  if (held > 0) return 'someone to release a hold'
  if (approved > 0) return 'the bank gateway'
  return sent > 0 ? 'an answer from the bank' : 'an unknown reason'
}
