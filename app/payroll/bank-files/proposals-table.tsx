import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Status, type Tone } from '@/components/status'
import { Time } from '@/components/time'
import type { ProposalRow } from '@/payroll/statements/bank-file-proposals'

const STATES: Readonly<Record<ProposalRow['state'], { word: string; tone: Tone }>> = {
  proposed: { word: 'Waiting for a second person', tone: 'warn' },
  applied: { word: 'Applied', tone: 'ok' },
  withdrawn: { word: 'Withdrawn', tone: 'idle' },
  refused: { word: 'Refused', tone: 'bad' },
}
export const proposalState = (state: ProposalRow['state']): { word: string; tone: Tone } => STATES[state]

/** "Anna Sample (anna@example.com)": names are not unique. */
export const whoWords = (person: { name: string; email: string | null } | null): string =>
  person === null ? '–' : person.email ? `${person.name} (${person.email})` : person.name

const COLUMNS: readonly Column<ProposalRow>[] = [
  {
    id: 'file',
    header: 'File',
    phone: 'lead',
    shrinks: true,
    cell: ({ fileName, reason }) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        <span className="mono [overflow-wrap:anywhere]">{fileName}</span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">“{reason}”</span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].word}</Status>,
  },
  {
    id: 'who',
    header: 'By',
    phone: 'detail',
    shrinks: true,
    cell: ({ proposedBy, decidedBy }) => (
      <span className="block py-1 whitespace-normal [overflow-wrap:anywhere] max-sm:py-0">
        {whoWords(proposedBy)}
        {decidedBy && decidedBy.id !== proposedBy.id && <span className="block text-xs text-muted">and {whoWords(decidedBy)}</span>}
      </span>
    ),
  },
  { id: 'payments', header: 'Payments', align: 'end', phone: 'detail', from: 'md', cell: ({ payments }) => <Count of={payments} /> },
  { id: 'at', header: 'Proposed', align: 'end', phone: 'money', cell: ({ proposedAt }) => <Time at={proposedAt} /> },
]

/** Files that people have brought: what waits for a second person first. */
export function ProposalsTable({ proposals }: { proposals: readonly ProposalRow[] }) {
  return (
    <DataTable
      caption="Files uploaded by hand"
      columns={COLUMNS}
      rows={proposals}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/payroll/bank-files/${id}`}
    />
  )
}
