import type { ReactNode } from 'react'
import { countWords, Money } from '@/components/money'
import { Day } from '@/components/time'
import type { RunDetail } from '@/payroll/runs/run'
import type { Delta, Differences } from '@/payroll/runs/run-differences'
import type { LinePage, LineRow } from '@/payroll/runs/run-lines'
import { maskedAccount, sameEndWords } from '../../../payout-words'
import { shareWords } from '../../difference-words'
import type { Looked } from './looked'

const ACCOUNTS_SHOWN = 5

/** Before the last press: what differs, what of it was looked at, who is left out. The words are the decision; the seal only binds it. */
export function WhatIsApproved({ run, page, looked }: { run: RunDetail; page: LinePage; looked: Looked }) {
  const { differences, rows } = page
  return (
    <ul className="grid list-disc gap-1 pl-4">
      {differences ? (
        <Differing run={run} differences={differences} changed={rows} looked={looked} />
      ) : (
        <li>This company has not paid anyone before.</li>
      )}
      {run.file?.leftOut && (
        <li>
          {run.file.leftOut.by} left out {run.file.leftOut.rows === 1 ? 'one line' : `${countWords(run.file.leftOut.rows)} lines`} of the
          file: “{run.file.leftOut.reason}”
        </li>
      )}
      <li>
        You looked at {countWords(Math.min(looked.lines, run.lines))} of {run.lines === 1 ? 'one line' : `${countWords(run.lines)} lines`}.
      </li>
    </ul>
  )
}

type DifferingProps = { run: RunDetail; differences: Differences; changed: readonly LineRow[]; looked: Looked }

function Differing({ run, differences, changed, looked }: DifferingProps) {
  const { account, moved, gone, same, deltas } = differences
  return (
    <>
      {deltas.map((delta) => (
        <DeltaLine key={delta.currency} delta={delta} />
      ))}
      <li>
        {same === run.lines
          ? 'Everyone is paid the same as last time.'
          : `${countWords(same)} of ${countWords(run.lines)} are paid the same as last time.`}
      </li>
      {account > 0 && (
        <li>
          {account === 1 ? 'One bank account' : `${countWords(account)} bank accounts`} changed{lookedWords(looked.account, account)}
          <ul className="mt-1 grid gap-1 text-sm">
            {changed.slice(0, ACCOUNTS_SHOWN).map((line) => (
              <ChangedAccount key={line.lineNumber} line={line} />
            ))}
            {account > ACCOUNTS_SHOWN && <li className="text-muted">and {countWords(account - ACCOUNTS_SHOWN)} more</li>}
          </ul>
        </li>
      )}
      {differences.new > 0 && (
        <li>
          {countWords(differences.new)} new{lookedWords(looked.new, differences.new)}
        </li>
      )}
      {moved > 0 && (
        <li>
          {countWords(moved)} {moved === 1 ? 'amount' : 'amounts'} changed by more than 25 %{lookedWords(looked.moved, moved)}
        </li>
      )}
      {gone > 0 && <li>{countWords(gone)} not paid this time.</li>}
    </>
  )
}

const lookedWords = (looked: number, all: number): ReactNode =>
  looked >= all ? (
    <>; you looked at {all === 1 ? 'it' : 'all of them'}.</>
  ) : (
    <strong>
      ; you looked at {looked === 0 ? 'none' : countWords(looked)}
      {all > 1 && ` of them`}.
    </strong>
  )

function DeltaLine({ delta: { currency, people, nowMinor, beforeMinor } }: { delta: Delta }) {
  const share = shareWords(nowMinor, beforeMinor)
  return (
    <li>
      {people === 1 ? 'One person' : `${countWords(people)} people`} paid before {people === 1 ? 'gets' : 'get'}{' '}
      <Money amountMinor={nowMinor} currency={currency} />
      {share === 'same' ? (
        ', the same as last time.'
      ) : (
        <>
          , {share} (last time <Money amountMinor={beforeMinor} currency={currency} />
          ).
        </>
      )}
    </li>
  )
}

function ChangedAccount({ line: { name, before, accountCountry, accountLast4 } }: { line: LineRow }) {
  return (
    <li>
      <span className="font-[550]">{name}</span>
      {before && (
        <>
          : was <span className="mono">{maskedAccount(before.accountCountry, before.accountLast4)}</span> (last paid{' '}
          <Day on={before.payDate} />)
        </>
      )}
      , is <span className="mono">{maskedAccount(accountCountry, accountLast4)}</span>
      {before && sameEndWords(before, { accountCountry, accountLast4 })}
    </li>
  )
}
