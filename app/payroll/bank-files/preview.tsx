import Link from 'next/link'
import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Note } from '@/components/note'
import { Status } from '@/components/status'
import { changeWords, outcomeWords } from './outcome-words'

type Counts = { settled: number; failed: number; returned: number; findings: number }

/** One message of a file, as the API tells what it does. */
export type Message = Counts & {
  place: string
  kind: string
  messageId: string
  outcome: string
  note: string | null
  notUnderstood: string[]
  runs: (Counts & { id: string; reference: string })[]
}

/** Per message what it does, and to which runs. */
export function Preview({ title, messages }: { title: string; messages: readonly Message[] }) {
  return (
    <div className="grid gap-4">
      {messages.map((message) => (
        <section key={message.place} aria-label={`${title}: ${message.place}`} className="grid gap-2">
          <h3 className="flex flex-wrap items-baseline gap-x-3 font-semibold">
            {title}: {changeWords(message) ?? 'nothing'}
            {message.outcome !== 'applied' && (
              <Status tone={outcomeWords(message.outcome).tone}>{outcomeWords(message.outcome).word}</Status>
            )}
          </h3>
          <p className="text-xs text-muted [overflow-wrap:anywhere]">
            {message.place} · {message.kind} · <span className="mono">{message.messageId}</span>
          </p>
          {message.note && (
            <Note
              tone={message.outcome === 'set-aside' ? 'bad' : 'info'}
              title={message.outcome === 'set-aside' ? 'Not imported: a person has to look at it.' : 'It changes nothing.'}
            >
              {message.note}
            </Note>
          )}
          {message.runs.length > 0 && (
            <DataTable caption={`Runs in ${message.place}`} columns={COLUMNS} rows={message.runs} rowKey={(run) => run.id} />
          )}
          {message.notUnderstood.length > 0 && (
            <Note tone="warn" title="Ignored, not understood:">
              <ul className="list-disc pl-4">
                {message.notUnderstood.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Note>
          )}
        </section>
      ))}
    </div>
  )
}

type Run = Message['runs'][number]

const count = (id: keyof Counts, header: string): Column<Run> => ({
  id,
  header,
  align: 'end',
  phone: 'detail',
  cell: (run) => <Count of={run[id]} />,
})

const COLUMNS: readonly Column<Run>[] = [
  {
    id: 'run',
    header: 'Run',
    phone: 'lead',
    cell: (run) => (
      <Link href={`/payroll/runs/${run.id}`} className="link mono">
        {run.reference}
      </Link>
    ),
  },
  count('settled', 'Settled'),
  count('failed', 'Failed'),
  count('returned', 'Returned'),
  count('findings', 'Exceptions'),
]
