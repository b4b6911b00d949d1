'use client'
import { monthWords } from '@/components/time-words'
import type { RunDetail } from '@/payroll/runs/run'
import { TotalsTable } from '../../totals-table'
import { useAcceptance } from '../../use-acceptance'
import { RunDialog } from './run-dialog'

export function SubmitDialog({ run, open, onOpenChange }: { run: RunDetail; open: boolean; onOpenChange: (open: boolean) => void }) {
  const repeated = useAcceptance(run.repetition, run.accepted.find(({ step }) => step === 'draft')?.reason)
  return (
    <RunDialog
      run={run}
      open={open}
      onOpenChange={onOpenChange}
      change={{ to: 'POST /api/payroll-runs/[id]/submission', id: run.id, body: { repetition: repeated.acceptance } }}
      why={repeated.why}
      title={`Submit ${monthWords(run.period)}, ${run.companyName}`}
      description="This locks the lines. Someone else has to approve them."
      confirmLabel="Submit for approval"
      done={{ title: `${run.reference} is submitted`, detail: 'Someone else has to approve it.' }}
    >
      <TotalsTable totals={run.totals} />
      {repeated.ask}
    </RunDialog>
  )
}
