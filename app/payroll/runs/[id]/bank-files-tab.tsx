import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { BankWordsList } from '@/app/bank-words'
import { CopyButton } from '@/components/copy-button'
import { type Column, DataTable } from '@/components/data-table'
import { Details } from '@/components/details'
import { NothingYet } from '@/components/empty'
import { Count, countWords, Money } from '@/components/money'
import { Section } from '@/components/section'
import { Status, type Tone } from '@/components/status'
import { Time } from '@/components/time'
import { controlSum } from '@/iso20022/control-sum'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import type { BankWords } from '@/payroll/statements/bank-words'
import { outcomeWords } from '../../bank-files/outcome-words'
import { ByHand } from '../../bank-files/received-table'
import { sentence, stateWords } from '../../findings/exception-words'
import { RAIL_WORDS } from '../../totals'

/** Of files to the bank; those from it have the words of the bank files' page. */
const STATES: Readonly<Record<string, { word: string; tone: Tone }>> = {
  prepared: { word: 'Being prepared', tone: 'info' },
  'handing-over': { word: 'Being sent', tone: 'warn' },
  'in-doubt': { word: 'Ask the bank', tone: 'bad' },
  'handed-over': { word: 'Sent to the bank', tone: 'ok' },
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
          empty={<NothingYet title="No file yet">Once the run is approved, PayLedger makes one file per paying account.</NothingYet>}
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
      <Section title="What the bank said about whole files and groups of payments">
        <BankWordsList words={words} label="What the bank said, newest first" />
      </Section>
      {findings.length > 0 && (
        <Section title="Bank exceptions">
          <DataTable
            caption="Bank exceptions of this run"
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
function FileName({ message }: { message: BankMessageRow }) {
  const { id, direction, fileName, mayDownload, kind, createdAt, byHand, sha256 } = message
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
      {direction === 'out' && sha256 !== null && (
        <Details>
          <span className="flex items-start gap-1">
            <code className="mono whitespace-normal [overflow-wrap:anywhere]">SHA-256 {sha256}</code>
            <CopyButton text={sha256} what="the file’s hash" />
          </span>
        </Details>
      )}
    </span>
  )
}

/** A file with a note is not on its way: the page says why above the tabs. */
const KEPT_BACK = { word: 'Not sent', tone: 'bad' } as const

function State({ message: { status, note } }: { message: BankMessageRow }) {
  const { word, tone } = (status === 'prepared' && note !== null ? KEPT_BACK : STATES[status]) ?? outcomeWords(status)
  return <Status tone={tone}>{word}</Status>
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

type BankException = BankMessageRow['findings'][number] & { fileName: string }

const FINDINGS: readonly Column<BankException>[] = [
  { id: 'problem', header: 'What', phone: 'lead', cell: (row) => <Problem row={row} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <ExceptionState row={row} /> },
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
const Problem = ({ row: { problem, reference, fileName } }: { row: BankException }) => (
  <span className="block py-1 whitespace-normal max-sm:py-0">
    <span className="font-medium">{sentence(problem)}</span>
    <span className="mono block text-xs text-muted [overflow-wrap:anywhere]">
      {reference} · {fileName}
    </span>
  </span>
)

function ExceptionState({ row }: { row: BankException }) {
  const { word, tone } = stateWords(row.state, row.resolution)
  return <Status tone={tone}>{word}</Status>
}
