import Link from 'next/link'
import { refusalWords as bankRefusalWords } from '@/app/refusal-words'
import { ButtonLink } from '@/components/button-link'
import { countWords, Money } from '@/components/money'
import { Note } from '@/components/note'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import type { PaidTwice } from '@/payroll/statements/paid-twice'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { adviceWords, stateWords } from '../exception-words'
import { exceptionsHref } from '../exceptions-url'
import { MatchCompared } from './match-compared'
import { PaidTwiceCompared } from './paid-twice'
import { refusalWords } from './refusal-summary'

type Props = { finding: ExceptionDetail; payment: Candidate | null; mayResolve: boolean }

/** What was decided, what the bank means by it, and what one may do. `payment` is the first that it may be, or the one it is matched with. */
export function ExceptionNotes({ finding, payment, mayResolve }: Props) {
  const { kind, reasonCode, reasonText } = finding.entry
  const advice = adviceWords(kind, finding.refusal !== null)
  const refusal = reasonCode === null && reasonText === null ? null : bankRefusalWords(reasonCode, reasonText)
  return (
    <>
      <Resolution finding={finding} />
      {mayResolve && finding.handIn && (
        <Note tone="info" title="You cannot confirm this.">
          {sentenceOf({ code: 'hand-in-run', ...finding.handIn })}
        </Note>
      )}
      {finding.others > 0 && (
        <Note
          tone="info"
          title={finding.others === 1 ? 'There is one more like it.' : `${countWords(finding.others)} others are like it.`}
          action={<ButtonLink href={exceptionsHref({ state: finding.state, with: finding.id })}>Show all</ButtonLink>}
        >
          You decide each one separately. What you decide here applies to this one only.
        </Note>
      )}
      {finding.refusal && (
        <Note tone="info" title="Effect on the payments.">
          No payment has failed so far. Marking them as refused {refusalWords(finding.refusal)}.
        </Note>
      )}
      {finding.state === 'proposed' && finding.matchedTo && <MatchCompared finding={finding} payment={payment} />}
      {finding.twice && <Twice twice={finding.twice} own={kind === 'twice'} />}
      {refusal && (
        <Note tone="info" title={`The bank says: ${refusal.title}`}>
          {refusal.whatToDo}
        </Note>
      )}
      {finding.state === 'open' && advice && (
        <Note tone="info" title="What to do.">
          {advice}
        </Note>
      )}
    </>
  )
}

/** Both payments, and for a finding about one of them what that means. */
function Twice({ twice, own }: { twice: PaidTwice; own: boolean }) {
  return (
    <>
      {!own && (
        <Note
          tone="bad"
          title={
            <>
              <Money amountMinor={twice.amountMinor} currency={twice.currency} /> may be paid twice.
            </>
          }
        >
          The payment was paid again in {twice.second.runReference}.
        </Note>
      )}
      {own && !twice.isSo && (
        <Note tone="info" title="At the moment only one of them is paid.">
          The states below are current.
        </Note>
      )}
      <PaidTwiceCompared twice={twice} />
    </>
  )
}

/** What is proposed or decided, by whom and why. */
function Resolution({ finding }: { finding: ExceptionDetail }) {
  if (finding.state === 'open') return null
  if (finding.resolution === 'explained') {
    return (
      <Note tone="ok" title="A later bank file explains it.">
        You have nothing to do.
      </Note>
    )
  }
  const { word } = stateWords(finding.state, finding.resolution)
  const matched = finding.matchedTo && (
    <>
      {' '}
      With{' '}
      {finding.payoutId ? (
        <Link className="link mono" href={`/payouts/${finding.payoutId}`}>
          {finding.matchedTo}
        </Link>
      ) : (
        <span className="mono">{finding.matchedTo}</span>
      )}
      .
    </>
  )
  return (
    <Note tone={finding.state === 'proposed' ? 'warn' : 'ok'} title={`${word} by ${finding.proposedBy?.name ?? 'someone'}.`}>
      “{finding.reason}”{matched}{' '}
      {finding.state === 'proposed'
        ? 'Someone else has to confirm it.'
        : finding.confirmedBy
          ? `Confirmed by ${finding.confirmedBy.name}.`
          : 'No money was involved, so nobody had to confirm it.'}
    </Note>
  )
}
