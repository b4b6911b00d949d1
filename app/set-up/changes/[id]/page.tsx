import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { type ChangeRow, readChange } from '@/payroll/set-up/changes'
import { namesOf } from '@/payroll/set-up/companies'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { inGroups } from '../../account-words'
import { ActButton } from '../../act-button'
import { type ChangedValue, changedValues, changeStateWords, changeTitle } from '../../change-words'
import { subjectHref } from '../../subject-href'

export const metadata: Metadata = { title: 'Change of the set-up' }

export default async function ChangePage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const row = isUuid(id) ? await readChange(ledger, id) : null
  if (!row) notFound()
  const names = await namesOf(ledger, idsIn([row.change, row.was]))
  const shown = { ...row, change: grouped({ ...row.change }), was: row.was && grouped(row.was) }
  const values = changedValues(shown, names)
  const href = subjectHref(row.change)
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Set-up', href: '/set-up' }]}
        title={changeTitle(shown)}
        freshness={currentLedger(new Date())}
        actions={
          row.state === 'proposed' ? <Decide row={row} me={session.userId} /> : href && <ButtonLink href={href}>Look at it</ButtonLink>
        }
      />
      <Facts
        facts={[
          {
            label: 'State',
            value: <Status tone={changeStateWords[row.state].tone}>{changeStateWords[row.state].word}</Status>,
            note: <Time at={row.decidedAt ?? row.proposedAt} show="ago" />,
          },
          { label: 'Proposed by', value: row.proposedBy.name, note: row.proposedBy.email },
          { label: 'Decided by', value: row.decidedBy?.name ?? 'nobody yet', note: row.decidedBy?.email },
        ]}
      />
      {row.state === 'proposed' && row.proposedBy.id === session.userId && (
        <Note tone="info" title="You proposed this, so another administrator must confirm it." />
      )}
      {row.reason && <p className="mb-4 [overflow-wrap:anywhere]">“{row.reason}”</p>}
      {row.decidedReason && (
        <p className="mb-4 [overflow-wrap:anywhere]">
          {row.decidedBy?.name}: “{row.decidedReason}”
        </p>
      )}
      {values.length > 0 && (
        <Section title="What changes">
          <DataTable caption="What changes" columns={columnsOf(row.state)} rows={values} rowKey={({ label }) => label} />
        </Section>
      )}
    </>
  )
}

const columnsOf = (state: ChangeRow['state']): readonly Column<ChangedValue>[] => [
  { id: 'what', header: 'What', phone: 'lead', cell: ({ label }) => label },
  {
    id: 'was',
    header: state === 'proposed' ? 'Now' : 'Before',
    phone: 'detail',
    width: '40%',
    cell: ({ was }) => <span className="whitespace-normal [overflow-wrap:anywhere]">{was}</span>,
  },
  {
    id: 'becomes',
    header: state === 'proposed' || state === 'confirmed' ? 'Becomes' : 'Would have become',
    phone: 'money',
    width: '40%',
    cell: ({ becomes }) => <b className="whitespace-normal [overflow-wrap:anywhere]">{becomes}</b>,
  },
]

/** Of companies and bank profiles, wherever the change names them. */
const idsIn = (values: unknown): string[] => JSON.stringify(values).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []

/** Whoever confirms an account compares every digit of it. */
const grouped = (values: Record<string, unknown>): Record<string, unknown> =>
  typeof values.account === 'string' ? { ...values, account: inGroups(values.account) } : values

function Decide({ row, me }: { row: ChangeRow; me: string }) {
  const common = { id: row.id, version: row.version }
  const isMine = row.proposedBy.id === me
  return (
    <>
      <ActButton
        {...common}
        label={isMine ? 'Withdraw…' : 'Refuse…'}
        title={isMine ? 'Withdraw this change?' : 'Refuse this change?'}
        confirmLabel={isMine ? 'Withdraw' : 'Refuse'}
        to="POST /api/set-up/changes/[id]/refusals"
        done={isMine ? 'Withdrawn' : 'Refused'}
        withReason
      >
        Nothing changes then.
      </ActButton>
      {!isMine && (
        <ActButton
          {...common}
          label="Confirm…"
          title="Confirm this change?"
          confirmLabel="Confirm"
          to="POST /api/set-up/changes/[id]/confirmations"
          done="Confirmed"
          tone="primary"
        >
          {row.change.kind === 'account-open'
            ? 'Compare every digit with the bank’s letter, and ask the company by a number you already have: fraudsters send such letters. It works at once.'
            : 'It works at once.'}
        </ActButton>
      )}
    </>
  )
}
