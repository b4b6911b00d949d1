import { CopyButton } from '@/components/copy-button'
import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Month, Time } from '@/components/time'
import { spanWords } from '@/components/time-words'
import type { StrandedRun, WaitingFile } from '@/operations/stranded'
import { THRESHOLD_MS } from '@/operations/thresholds'
import { Counted } from './counted'
import { type Act, actOfFile, actOfRun } from './stranded-acts'

const EXPECTED = `${THRESHOLD_MS.paying / 3_600_000} h`

type Seen = { maySeeRuns: boolean }

const RUNS: readonly Column<StrandedRun & Seen>[] = [
  { id: 'run', header: 'Run', phone: 'money', cell: ({ reference }) => <span className="font-[550]">{reference}</span> },
  { id: 'company', header: 'Company', cell: ({ companyName, period }) => <Of companyName={companyName} period={period} /> },
  { id: 'paying', header: 'Paying for', phone: 'aside', cell: ({ payingMs }) => <Status tone="warn">{spanWords(payingMs)}</Status> },
  { id: 'open', header: 'Payouts', cell: (run) => openWords(run) },
  {
    id: 'why',
    header: 'Waiting for',
    phone: 'lead',
    shrinks: true,
    cell: (run) => <span className="block py-1.5 whitespace-normal text-muted">{actOfRun(run).waitsFor}</span>,
  },
  { id: 'act', header: 'Who acts', phone: 'detail', shrinks: true, cell: (run) => <WhoActs act={actOfRun(run)} maySee={run.maySeeRuns} /> },
]

const FILES: readonly Column<WaitingFile & Seen>[] = [
  { id: 'file', header: 'File', phone: 'lead', shrinks: true, cell: ({ fileName }) => <span className="mono">{fileName}</span> },
  { id: 'run', header: 'Run', phone: 'aside', cell: ({ runReference }) => runReference },
  { id: 'payments', header: 'Payments', align: 'end', phone: 'money', cell: ({ payments }) => <Counted of={payments} noun="payments" /> },
  { id: 'made', header: 'Created', align: 'end', cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: 'act',
    header: 'Who acts',
    phone: 'detail',
    shrinks: true,
    cell: (file) => <WhoActs act={actOfFile(file)} maySee={file.maySeeRuns} />,
  },
]

/** Runs that the bank should have settled by now. */
export function StrandedRuns({ runs, maySeeRuns }: { runs: readonly StrandedRun[] } & Seen) {
  if (runs.length === 0) return <Nothing>None. No run has been paying for more than {EXPECTED}.</Nothing>
  return (
    <>
      <DataTable
        caption={`Runs paying for more than ${EXPECTED}`}
        columns={RUNS}
        rows={runs.map((run) => ({ ...run, maySeeRuns }))}
        rowKey={({ id }) => id}
      />
      <p className="mt-2 text-xs text-muted">
        Expected within {EXPECTED}. Ask the bank about these messages. Its status files update the payouts as soon as they arrive.
      </p>
    </>
  )
}

/** Files of which nobody knows whether the bank has them. They are not written again by themselves, so that nobody is paid twice. */
export function WaitingFiles({ files, maySeeRuns }: { files: readonly WaitingFile[] } & Seen) {
  if (files.length === 0) return <Nothing>None. For every file, PayLedger knows whether the bank has it.</Nothing>
  return (
    <>
      <DataTable
        caption="Bank files that the bank may or may not have"
        columns={FILES}
        rows={files.map((file) => ({ ...file, maySeeRuns }))}
        rowKey={({ id }) => id}
      />
      <p className="mt-2 text-xs text-muted">
        Did the bank get these? Its own answer decides, or a coordinator answers on the run; a “no” needs two people. Until then PayLedger
        does not send them again.
      </p>
    </>
  )
}

/** One click to where it is done; whoever may not open that page copies its address for somebody who may. */
function WhoActs({ act: { who, what, href }, maySee }: { act: Act; maySee: boolean }) {
  return (
    <span className="block py-1.5 text-xs whitespace-normal">
      {who}:{' '}
      {href === null ? (
        what
      ) : maySee || href.startsWith('#') ? (
        <a className="link" href={href}>
          {what}
        </a>
      ) : (
        <span className="inline-flex items-center gap-1">
          {what} <CopyButton text={addressOf(href)} what="the address of that page" />
        </span>
      )}
    </span>
  )
}

const addressOf = (href: string): string => new URL(href, window.location.origin).href

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
