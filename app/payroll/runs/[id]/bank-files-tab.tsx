import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { BankWordsList } from '@/app/bank-words'
import { CopyButton } from '@/components/copy-button'
import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { Count, countWords, Money } from '@/components/money'
import { Section } from '@/components/section'
import { Status, type Tone } from '@/components/status'
import { Time } from '@/components/time'
import { controlSum } from '@/iso20022/control-sum'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import type { BankWords } from '@/payroll/statements/bank-words'
import { ByHand } from '../../bank-files/received-table'
import { sentence, stateWords } from '../../findings/finding-words'
import { RAIL_WORDS } from '../../totals'

const STATES: Readonly<Record<string, { word: string; tone: Tone }>> = {
  prepared: { word: 'Being made', tone: 'info' },
  'handing-over': { word: 'Being handed over', tone: 'warn' },
  'in-doubt': { word: 'In doubt', tone: 'bad' },
  'handed-over': { word: 'Handed over', tone: 'ok' },
  applied: { word: 'Applied', tone: 'ok' },
  'nothing-new': { word: 'Nothing new', tone: 'idle' },
  ignored: { word: 'Ignored', tone: 'idle' },
  'set-aside': { word: 'Set aside', tone: 'bad' },
}

/** The files that went to the bank for this run, and what each answer changed. */
export function BankFilesTab({ messages, words }: { messages: readonly BankMessageRow[]; words: readonly BankWords[] }) {
  const findings = messages.flatMap(({ fileName, findings: found }) => found.map((finding) => ({ ...finding, fileName })))
  return (
    <>
      <Section title="To the bank">
        <DataTable
          caption="Files to the bank"
          columns={OUT}
          rows={messages.filter(({ direction }) => direction === 'out')}
          rowKey={({ id }) => id}
          empty={
            <NothingYet title="No file was made yet">The bank gateway makes one per paying account, once the run is approved.</NothingYet>
          }
        />
      </Section>
      <Section title="From the bank">
        <DataTable
          caption="Files from the bank"
          columns={IN}
          rows={messages.filter(({ direction }) => direction === 'in')}
          rowKey={({ id }) => id}
          empty={<NothingYet title="The bank has not answered yet" />}
        />
      </Section>
      <Section title="What the bank said of whole files and blocks">
        <BankWordsList words={words} label="What the bank said, newest first" />
      </Section>
      {findings.length > 0 && (
        <Section title="What matched nothing, or matched wrongly">
          <DataTable
            caption="Findings"
            columns={FINDINGS}
            rows={findings}
            rowKey={(row) => row.id}
            rowHref={(row) => `/payroll/findings/${row.id}`}
          />
        </Section>
      )}
    </>
  )
}

/** The file, to be fetched from the archive, and what and when it was. */
function FileName({ message: { id, fileName, mayDownload, kind, createdAt, byHand } }: { message: BankMessageRow }) {
  return (
    <span className="block py-1.5 max-sm:py-0">
      {!mayDownload ? (
        <span className="mono">{fileName}</span>
      ) : (
        <a href={`/api/bank-messages/${id}/file`} download={fileName} className="link inline-flex items-center gap-1.5">
          <span className="mono [overflow-wrap:anywhere]">{fileName}</span>
          <Download aria-hidden="true" className="size-3.5 flex-none text-faint" />
        </a>
      )}
      <span className="block text-xs text-muted">
        {kind} · <Time at={createdAt} seconds />
      </span>
      <ByHand byHand={byHand} />
    </span>
  )
}

/** A file with a note is not on its way: what keeps it back stands above the tabs. */
const KEPT_BACK = { word: 'Kept back', tone: 'bad' } as const

function State({ message: { status, note } }: { message: BankMessageRow }) {
  const { word, tone } = (status === 'prepared' && note !== null ? KEPT_BACK : STATES[status]) ?? { word: status, tone: 'idle' }
  return <Status tone={tone}>{word}</Status>
}

const HASH: Column<BankMessageRow> = {
  id: 'hash',
  header: 'SHA-256',
  phone: 'hide',
  from: 'lg',
  cell: ({ sha256 }) =>
    sha256 === null ? (
      <span className="text-faint">–</span>
    ) : (
      <span className="inline-flex items-center gap-1">
        <code title={sha256} className="mono text-muted">
          {sha256.slice(0, 8)}…
        </code>
        <CopyButton text={sha256} what="the file’s hash" />
      </span>
    ),
}
/** What a bank's portal shows of the file: how many payments, what its blocks sum to, and the control sum, which adds up whatever the currencies are. */
function Totals({ message: { payments, totals } }: { message: BankMessageRow }) {
  const amounts = totals.map(({ amountMinor, currency }) => ({ amountMinor: BigInt(amountMinor), currency }))
  return (
    <span className="block py-1.5 max-sm:inline">
      <Count of={payments} />
      {totals.map(({ currency, rail, amountMinor, payouts }) => (
        <span key={`${rail} ${currency}`} className="block text-xs text-muted">
          {totals.length > 1 && `${countWords(payouts)} by `}
          {RAIL_WORDS[rail]}: <Money amountMinor={amountMinor} currency={currency} />
        </span>
      ))}
      {totals.length > 1 && <span className="num block text-xs text-muted">control sum {controlSum(amounts)}</span>}
    </span>
  )
}

const OUT: readonly Column<BankMessageRow>[] = [
  { id: 'file', header: 'File', phone: 'lead', cell: (message) => <FileName message={message} /> },
  { id: 'state', header: 'State', phone: 'money', cell: (message) => <State message={message} /> },
  HASH,
  { id: 'totals', header: 'Payments', align: 'end', phone: 'detail', cell: (message) => <Totals message={message} /> },
]

const IN: readonly Column<BankMessageRow>[] = [
  { id: 'file', header: 'File', phone: 'lead', cell: (message) => <FileName message={message} /> },
  { id: 'state', header: 'State', phone: 'money', cell: (message) => <State message={message} /> },
  {
    id: 'changed',
    header: 'What it changed',
    phone: 'detail',
    cell: (message) => <span className="whitespace-normal">{changedWords(message)}</span>,
  },
]

function changedWords({ settled, failed, returned, note }: BankMessageRow): ReactNode {
  const parts = [
    settled > 0 && `${countWords(settled)} settled`,
    failed > 0 && `${countWords(failed)} failed`,
    returned > 0 && `${countWords(returned)} returned`,
  ].filter((part) => part !== false)
  if (parts.length > 0) return parts.join(', ')
  return note ?? <span className="text-faint">nothing</span>
}

type Finding = BankMessageRow['findings'][number] & { fileName: string }

const FINDINGS: readonly Column<Finding>[] = [
  { id: 'problem', header: 'What', phone: 'lead', cell: (row) => <Problem row={row} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <FindingState row={row} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: ({ amountMinor, currency }) =>
      amountMinor !== null && currency !== null ? (
        <Money amountMinor={amountMinor} currency={currency} />
      ) : (
        <span className="text-faint">–</span>
      ),
  },
]

/** What it is, of which payment or entry, and which file says so. */
const Problem = ({ row: { problem, reference, fileName } }: { row: Finding }) => (
  <span className="block py-1 whitespace-normal max-sm:py-0">
    <span className="font-medium">{sentence(problem)}</span>
    <span className="mono block text-xs text-muted [overflow-wrap:anywhere]">
      {reference} · {fileName}
    </span>
  </span>
)

function FindingState({ row }: { row: Finding }) {
  const { word, tone } = stateWords(row.state, row.resolution)
  return <Status tone={tone}>{word}</Status>
}
