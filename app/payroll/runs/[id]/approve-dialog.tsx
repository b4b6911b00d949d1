'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/components/api'
import { Failed } from '@/components/empty'
import { CheckField } from '@/components/field'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { Seal } from '@/components/seal'
import { Skeleton } from '@/components/skeleton'
import { monthWords } from '@/components/time-words'
import type { RunDetail } from '@/payroll/queries/run'
import { TotalsTable } from '../../totals-table'
import { RunDialog } from './run-dialog'
import { SEAL_WORDS } from './seal-words'

type Props = { run: RunDetail; open: boolean; onOpenChange: (open: boolean) => void }

/** Approval in two steps: the run is read anew and its totals and seal are looked at, then exactly that seal is approved. */
export function ApproveDialog({ run, open, onOpenChange }: Props) {
  const [looked, setLooked] = useState(false)
  const fresh = useQuery({
    queryKey: ['run to approve', run.id],
    queryFn: ({ signal }) => api<RunDetail>(`/api/payroll-runs/${run.id}`, { signal }).then((answer) => answer.data),
    enabled: open,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const now = fresh.isFetching ? undefined : fresh.data
  const why =
    now === undefined
      ? 'The run is being read'
      : now.status !== 'submitted' || now.seal === null
        ? 'It no longer waits for approval'
        : looked
          ? undefined
          : 'Say first that you have looked at the totals'
  return (
    <RunDialog
      run={run}
      open={open}
      onOpenChange={(next) => {
        setLooked(false)
        onOpenChange(next)
      }}
      noun="approvals"
      version={now?.version}
      body={{ seal: now?.seal }}
      title={`Approve ${monthWords(run.period)}, ${run.companyName}`}
      description={`Read from the ledger just now. ${SEAL_WORDS}`}
      confirmLabel="Approve"
      why={why}
      done={{ title: `${run.reference} is approved`, detail: 'The payment files are made next.' }}
    >
      {fresh.isError && !fresh.isFetching ? (
        <Failed title="The run could not be read" onRetry={() => void fresh.refetch()} />
      ) : (
        <>
          {now && now.version !== run.version && (
            <Note tone="warn" title="This run has changed since you opened the page.">
              What stands here is what is true now.
            </Note>
          )}
          {now ? <TotalsTable totals={now.totals} /> : <Skeleton className="h-[98px] w-full rounded-md" />}
          <div className="min-h-9">{now?.seal && <Seal hex={now.seal} />}</div>
          <CheckField
            label={`I have looked at the totals: ${countWords(run.lines)} payouts`}
            checked={looked}
            disabled={!now}
            onChange={(event) => setLooked(event.target.checked)}
          />
        </>
      )}
    </RunDialog>
  )
}
