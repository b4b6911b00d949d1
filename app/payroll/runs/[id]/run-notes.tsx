import Link from 'next/link'
import type { ReactNode } from 'react'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import type { HistoryEntry } from '@/payroll/runs/history'
import type { Refusal } from '@/payroll/runs/refusals'
import type { RunDetail } from '@/payroll/runs/run'
import type { Differences } from '@/payroll/runs/run-differences'
import { RepetitionNote } from '../../repetition-note'
import { HandsList } from './hands-list'
import { RefusalList } from './refusal-list'
import { runHref } from './run-url'

/** What must not be overlooked on this run, the most pressing first. */
export function RunNotes({
  run,
  history,
  differences,
  refusals,
  whyNot,
  payDateProblem,
}: {
  run: RunDetail
  history: readonly HistoryEntry[]
  differences: Differences | null
  refusals: readonly Refusal[]
  /** Why this person may not approve it; null when they may. */
  whyNot: string | null
  /** Why its bank cannot pay on the pay date; null when it can. */
  payDateProblem: string | null
}) {
  const open = isOpen(run)
  const sentBack = run.status === 'draft' ? history.find((entry) => entry.type === 'payroll-run.sent-back') : undefined
  const stopped = (run.payouts.failed ?? 0) + (run.payouts.returned ?? 0) + (run.payouts.held ?? 0)
  return (
    <>
      {sentBack && (
        <Note tone="warn" title={`${sentBack.actor.name} sent this run back.`}>
          “{sentBack.reason}”
        </Note>
      )}
      {payDateProblem && (
        <Note
          tone={run.status === 'approved' ? 'bad' : 'warn'}
          title={
            run.status === 'approved'
              ? 'This run does not go to the bank: it is too late for its pay date.'
              : 'The bank cannot pay on this pay date.'
          }
        >
          {payDateProblem} {PAY_DATE_REPAIR[run.status]}
        </Note>
      )}
      {open && run.repetition && <RepetitionNote repetition={run.repetition} />}
      <Accepted accepted={run.accepted} />
      {open && run.file && <FromFile file={run.file} />}
      {run.status === 'submitted' && whyNot && (
        <Note tone="info" title={whyNot}>
          {run.handIn && <HandsList hands={run.hands} />}
        </Note>
      )}
      {open && differences && <ThingsToLookAt run={run} differences={differences} />}
      {stopped > 0 && (
        <Note tone={stopped === run.payouts.held ? 'warn' : 'bad'} title={stoppedWords(run.payouts)}>
          <Link href={runHref(run.id, { only: 'stopped' })} className="link">
            Show only {stopped === 1 ? 'this' : 'these'}
          </Link>
          {run.withoutOutcome > 0 && (
            <>
              {' '}
              {countWords(run.withoutOutcome)} without an outcome: open {run.withoutOutcome === 1 ? 'it' : 'each'} to propose one.
            </>
          )}
          {refusals.length > 0 && <RefusalList refusals={refusals} />}
        </Note>
      )}
    </>
  )
}

const PAY_DATE_REPAIR: Partial<Record<RunDetail['status'], string>> = {
  draft: 'Change the pay date before you submit it.',
  submitted: 'You cannot approve it. Send it back, then change the pay date of the draft.',
  approved: 'Nothing has gone to the bank. Recall the run, change its pay date and submit it again.',
}

/** Whether its lines can still be sent back or cancelled. */
export const isOpen = ({ status }: RunDetail): boolean => status === 'draft' || status === 'submitted'

const STEP_WORDS = { draft: 'imported', submission: 'submitted', approval: 'approved' } as const

/** Who said why people are paid again: the last of each step, for a run may be sent back and submitted anew. */
function Accepted({ accepted }: Pick<RunDetail, 'accepted'>) {
  const last = accepted.filter(({ step }, index) => accepted.findIndex((each) => each.step === step) === index).reverse()
  if (last.length === 0) return null
  return (
    <Note tone="info" title="Why people are paid again:">
      {last.map(({ step, by, reason }) => (
        <p key={step}>
          {by}, who {STEP_WORDS[step]} it: “{reason}”
        </p>
      ))}
    </Note>
  )
}

function FromFile({ file: { importId, notes, leftOut } }: { file: NonNullable<RunDetail['file']> }) {
  if (!leftOut && notes === 0) return null
  const link = (words: string) => (
    <Link href={`/payroll/imports/${importId}`} className="link">
      {words}
    </Link>
  )
  return (
    <>
      {leftOut && (
        <Note
          tone="warn"
          title={`${leftOut.by} left out ${leftOut.rows === 1 ? 'one line' : `${countWords(leftOut.rows)} lines`} of the file.`}
        >
          “{leftOut.reason}” {link('See which')}
        </Note>
      )}
      {notes > 0 && (
        <Note tone="info">
          {notes === 1 ? 'One thing in the file was' : `${countWords(notes)} things in the file were`} worth checking. {link('See what')}
        </Note>
      )}
    </>
  )
}

function ThingsToLookAt({ run, differences }: { run: RunDetail; differences: Differences }) {
  const { account, moved, gone } = differences
  const total = account + moved + differences.new + gone
  if (total === 0) return null
  const here = account + moved + differences.new
  const parts: ReactNode[] = [
    account > 0 && (
      <Link key="account" href={runHref(run.id, { tab: 'changes', only: 'account' })} className="link">
        {countWords(account)} bank {account === 1 ? 'account' : 'accounts'} changed
      </Link>
    ),
    moved > 0 && `${countWords(moved)} ${moved === 1 ? 'amount' : 'amounts'} changed by more than 25 %`,
    differences.new > 0 && `${countWords(differences.new)} new`,
    gone > 0 && (
      <Link key="gone" href={runHref(run.id, { tab: 'changes' })} className="link">
        {countWords(gone)} not paid this time
      </Link>
    ),
  ].filter((part) => part !== false)
  return (
    <Note
      tone="warn"
      title={`${total === 1 ? 'One thing' : `${countWords(total)} things`} to check before this is ${run.status === 'draft' ? 'submitted' : 'approved'}.`}
    >
      {parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]))}.{' '}
      {here > 0 && (
        <Link href={runHref(run.id, { only: 'look' })} className="link">
          Show only these
        </Link>
      )}
    </Note>
  )
}

/** "21 payouts failed, 2 came back." */
function stoppedWords({ failed = 0, returned = 0, held = 0 }: RunDetail['payouts']): string {
  const acts: [number, string][] = [
    [failed, 'failed'],
    [returned, 'came back'],
    [held, held === 1 ? 'is on hold' : 'are on hold'],
  ]
  const parts = acts
    .filter(([payouts]) => payouts > 0)
    .map(([payouts, act], index) => `${countWords(payouts)} ${index > 0 ? '' : payouts === 1 ? 'payout ' : 'payouts '}${act}`)
  return `${parts.join(', ')}.`
}
