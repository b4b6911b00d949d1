'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import { ReassignDialog, TakeDialog } from './assign-dialogs'
import { ConfirmDialog, RefuseDialog } from './decide-dialogs'
import { PROPOSALS, ProposeDialog } from './propose-dialog'

/** `payment`: what a proposed match is with, as it is now; null when it is no longer in a state to be matched. */
type Props = { finding: ExceptionDetail; payment: Candidate | null; me: string; owners: readonly { id: string; name: string }[] }
type Opened = 'take' | 'hand-over' | keyof typeof PROPOSALS | 'confirm' | 'refuse' | null

function proposalsFor({ entry, refusal }: ExceptionDetail): readonly (keyof typeof PROPOSALS)[] {
  if (entry.kind === 'message') return ['discarded', 'applied']
  return refusal ? ['dismissed', 'refused'] : ['returned-to-bank', 'written-off']
}

/** What this person may do about it now. */
export function ExceptionActions({ finding, payment, me, owners }: Props) {
  const [opened, setOpened] = useState<Opened>(null)
  const proposals = proposalsFor(finding)
  const others = owners.filter(({ id }) => id !== finding.owner?.id && id !== me)
  const dialog = (name: Exclude<Opened, null>) => ({
    finding,
    open: opened === name,
    onOpenChange: (open: boolean) => setOpened(open ? name : null),
  })
  if (finding.state === 'resolved') return null
  return (
    <>
      <Buttons finding={finding} me={me} mayHandOver={others.length > 0} proposals={proposals} setOpened={setOpened} />
      <TakeDialog {...dialog('take')} me={me} />
      <ReassignDialog {...dialog('hand-over')} others={others} />
      {proposals.map((each) => (
        <ProposeDialog key={each} {...dialog(each)} resolution={each} />
      ))}
      <ConfirmDialog {...dialog('confirm')} payment={payment} />
      <RefuseDialog {...dialog('refuse')} me={me} />
    </>
  )
}

type ButtonsProps = {
  finding: ExceptionDetail
  me: string
  mayHandOver: boolean
  proposals: readonly (keyof typeof PROPOSALS)[]
  setOpened: (opened: Opened) => void
}

function Buttons({ finding, me, mayHandOver, proposals, setOpened }: ButtonsProps) {
  const { state } = finding
  const ownProposal = finding.proposedBy?.id === me
  return (
    <>
      <Button onClick={() => setOpened('take')}>{finding.owner?.id === me ? 'Unassign…' : 'Assign to me…'}</Button>
      {mayHandOver && <Button onClick={() => setOpened('hand-over')}>Reassign…</Button>}
      {state === 'open' &&
        proposals.map((each) => (
          <Button key={each} onClick={() => setOpened(each)}>
            {PROPOSALS[each].label}…
          </Button>
        ))}
      {state === 'proposed' && (
        <>
          <Button onClick={() => setOpened('refuse')}>{ownProposal ? 'Withdraw proposal…' : 'Refuse…'}</Button>
          {finding.handIn === null && (
            <Button
              tone="primary"
              onClick={() => setOpened('confirm')}
              why={ownProposal ? 'You proposed this, so someone else must confirm it' : undefined}
            >
              Confirm…
            </Button>
          )}
        </>
      )}
    </>
  )
}
