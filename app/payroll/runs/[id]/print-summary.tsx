import { countWords } from '@/components/money'
import { Day, Time } from '@/components/time'
import { monthWords } from '@/components/time-words'
import type { HistoryEntry } from '@/payroll/runs/history'
import type { RunDetail } from '@/payroll/runs/run'
import { KIND_WORDS } from '../../kind-words'
import { TotalsTable } from '../../totals-table'

const SIGNED = [
  { label: 'Prepared by', type: 'audit.run-imported' },
  { label: 'Submitted by', type: 'payroll-run.submitted' },
  { label: 'Approved by', type: 'payroll-run.approved' },
] as const

/** The run on one sheet of paper: what was paid, under which seal, and who answers for it. Only when printing. */
type Props = { run: RunDetail; history: readonly HistoryEntry[]; printedBy: string; printedAt: Date }

export function PrintSummary({ run, history, printedBy, printedAt }: Props) {
  return (
    <section className="hidden print:block">
      <p className="mb-3">
        Payroll of {run.companyName} for {monthWords(run.period)}, {KIND_WORDS[run.kind].toLowerCase()} run {run.reference}:{' '}
        {countWords(run.lines)} payouts, pay date <Day on={run.payDate} />. Imported from {run.sourceName}.
      </p>
      <TotalsTable totals={run.totals} />
      <h2 className="mt-6 mb-1">Seal (SHA-256)</h2>
      <p className="mono [overflow-wrap:anywhere]">{run.seal ?? 'Not sealed: the run is a draft.'}</p>
      <div className="mt-10 grid grid-cols-3 gap-6">
        {SIGNED.map(({ label, type }) => {
          const entry = history.find((each) => each.type === type)
          const holds = entry && (type !== 'payroll-run.approved' || run.approvedByName) && (type !== 'payroll-run.submitted' || run.seal)
          return (
            <div key={label} className="border-t border-line-strong pt-1.5">
              <div className="text-xs text-muted">{label}</div>
              <div className="font-[550]">{holds ? entry.actor.name : '–'}</div>
              <div className="text-xs text-muted [overflow-wrap:anywhere]">{holds && entry.actor.email}</div>
              <div className="num text-xs text-muted">{holds && <Time at={entry.at} show="full" seconds />}</div>
            </div>
          )
        })}
      </div>
      <p className="mt-10 text-xs text-muted">
        Printed from PayLedger by {printedBy}, <Time at={printedAt.toISOString()} show="full" />, version {run.version} of the run.
      </p>
    </section>
  )
}
