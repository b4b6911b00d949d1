'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Details } from '@/components/details'
import { Failed } from '@/components/empty'
import { TextField } from '@/components/field'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { Seal } from '@/components/seal'
import { Skeleton } from '@/components/skeleton'
import { monthWords } from '@/components/time-words'
import { formatMinor } from '@/events/money'
import type { RunDetail } from '@/payroll/runs/run'
import { perCurrency } from '../../totals'
import { TotalsTable } from '../../totals-table'
import { useAcceptance } from '../../use-acceptance'
import { countLooked } from './looked'
import { RunDialog } from './run-dialog'
import { SEAL_WORDS } from './seal-words'
import { useSinglePresses } from './use-single-presses'
import { WhatIsApproved } from './what-is-approved'

type Props = { run: RunDetail; open: boolean; onOpenChange: (open: boolean) => void }

/** Approval in two steps: the run is read anew and its totals and seal are looked at, then exactly that seal is approved. */
export function ApproveDialog({ run, open, onOpenChange }: Props) {
  const [looked, setLooked] = useState(false)
  const [code, setCode] = useState('')
  useSinglePresses(open)
  const fresh = useQuery({
    queryKey: ['run to approve', run.id],
    queryFn: async ({ signal }) => {
      const [read, page] = await Promise.all([
        callApi('GET /api/payroll-runs/[id]', { id: run.id, signal }),
        callApi('GET /api/payroll-runs/[id]/payouts', { id: run.id, query: { only: 'account' }, signal }),
      ])
      return { run: read.data, page: page.data }
    },
    enabled: open,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const now = fresh.isFetching ? undefined : fresh.data?.run
  const page = fresh.data?.page
  const repeated = useAcceptance(now?.repetition ?? null)
  return (
    <RunDialog
      run={run}
      open={open}
      onOpenChange={(next) => {
        setLooked(false)
        onOpenChange(next)
      }}
      version={now?.version}
      change={{
        to: 'POST /api/payroll-runs/[id]/approvals',
        id: run.id,
        body: { seal: now?.seal ?? '', repetition: repeated.acceptance, ...(now?.needsCode && { code: code.trim() }) },
      }}
      title={`Approve ${monthWords(run.period)}, ${run.companyName}`}
      description={looked ? SEAL_WORDS : 'Step 1 of 2: check the totals and the changes.'}
      confirmLabel={looked ? `Approve ${countWords(run.lines)} payouts` : 'Continue'}
      onNext={looked ? undefined : () => setLooked(true)}
      why={whyNot(now) ?? (looked ? codeMissing(now, code) : repeated.why)}
      done={{ title: `${run.reference} is approved`, detail: 'Its page says when it goes to the bank. You can recall it until then.' }}
    >
      {fresh.isError && !fresh.isFetching ? (
        <Failed title="The run could not be loaded" onRetry={() => void fresh.refetch()} />
      ) : (
        <>
          {now && now.version !== run.version && (
            <Note tone="warn" title="This run has changed since you opened the page.">
              You see it as it is now.
            </Note>
          )}
          {looked && now ? (
            <LastStep run={now} code={code} onCode={setCode} />
          ) : now && page ? (
            <>
              <TotalsTable totals={now.totals} />
              <WhatIsApproved run={now} page={page} looked={countLooked(now)} />
            </>
          ) : (
            <Skeleton className="h-[98px] w-full rounded-md" />
          )}
          {!looked && repeated.ask}
          {now?.seal && (
            <Details>
              <p>Seal of exactly these lines, version {now.version}:</p>
              <Seal hex={now.seal} />
            </Details>
          )}
        </>
      )}
    </RunDialog>
  )
}

function LastStep({ run, code, onCode }: { run: RunDetail; code: string; onCode: (code: string) => void }) {
  return (
    <>
      <Note tone="info" title={`You release ${amountsOf(run)}.`}>
        PayLedger makes the bank’s file from these {countWords(run.lines)} lines. You can recall the run until it goes to the bank.
        {heldWords(run.payouts.held ?? 0)}
      </Note>
      {run.needsCode && (
        <TextField
          label="Code of your authenticator app"
          value={code}
          onChange={(event) => onCode(event.target.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          hint="This run is above the company’s approval limit."
        />
      )}
    </>
  )
}

const heldWords = (held: number): string =>
  held === 0
    ? ''
    : held === 1
      ? ' One of them is on hold and is not sent until someone releases it.'
      : ` ${countWords(held)} of them are on hold and are not sent until someone releases them.`

const codeMissing = (now: RunDetail | undefined, code: string): string | undefined =>
  now?.needsCode && !/^\d{6}$/.test(code.trim()) ? 'Enter the six digits first' : undefined

function whyNot(now: RunDetail | undefined): string | undefined {
  if (now === undefined) return 'The run is loading'
  return now.status === 'submitted' && now.seal !== null ? undefined : 'It is no longer waiting for approval'
}

const amountsOf = ({ totals }: RunDetail): string =>
  perCurrency(totals)
    .map(({ currency, amountMinor }) => `${formatMinor(amountMinor, currency)} ${currency}`)
    .join(', ')
