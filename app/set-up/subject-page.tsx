import type { ReactNode } from 'react'
import { type Fact, Facts } from '@/components/facts'
import { PageHead } from '@/components/page-head'
import { Columns, Section } from '@/components/section'
import type { ChangeRow } from '@/payroll/set-up/changes'
import type { SetUpEntry } from '@/payroll/set-up/history'
import { currentLedger } from '@/platform/freshness'
import { ChangesTable } from './changes-table'
import { HistoryList } from './history-list'
import { crumbsOf, type SetUpList } from './set-up-crumbs'

type Props = {
  list: SetUpList
  name: string
  /** Beside the name: a code, an address. */
  reference?: string
  sub?: string
  actions: ReactNode
  facts: readonly Fact[]
  /** All that were ever proposed of it. */
  changes: readonly ChangeRow[]
  history: readonly SetUpEntry[]
  now: Date
  /** Above everything else. */
  note?: ReactNode
  children: ReactNode
}

/** A company, bank, person or service: what it is, what of it waits for a second administrator, and its history beside the rest. */
export function SubjectPage({ list, name, reference, sub, actions, facts, changes, history, now, note, children }: Props) {
  const waiting = changes.filter(({ state }) => state === 'proposed')
  return (
    <>
      <PageHead crumbs={crumbsOf(list)} title={name} {...{ reference, sub, actions }} freshness={currentLedger(now)} />
      {facts.length > 0 && <Facts facts={facts} />}
      {waiting.length > 0 && (
        <Section title="Waiting for a second administrator">
          <ChangesTable changes={waiting} />
        </Section>
      )}
      {note}
      <Columns
        aside={
          <Section title="History">
            <HistoryList history={history} name={name} />
          </Section>
        }
      >
        {children}
      </Columns>
    </>
  )
}
