import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Time } from '@/components/time'
import type { FailedJobs as Failed } from '@/operations/failed-jobs'
import { Counted } from './counted'

/** What people call the work of each queue. */
const WORDS: Readonly<Record<string, string>> = {
  'check-import': 'Checking a payroll file',
  'compare-runs': 'Comparing runs with the ones before',
  'make-close-pack': 'Making the pack of a month’s close',
  'write-export': 'Writing a large file of finance',
  sweep: 'Removing what is kept for a time only',
}

const COLUMNS: readonly Column<Failed>[] = [
  {
    id: 'job',
    header: 'Job',
    phone: 'lead',
    shrinks: true,
    cell: ({ queue }) => <span className="font-[550]">{WORDS[queue] ?? queue}</span>,
  },
  { id: 'jobs', header: 'Failed', align: 'end', phone: 'money', cell: ({ jobs }) => <Counted of={jobs} noun="jobs" /> },
  { id: 'since', header: 'Since', align: 'end', phone: 'aside', cell: ({ since }) => <Time at={since} /> },
  { id: 'request', header: 'Newest request', cell: ({ requestId }) => <span className="mono">{requestId ?? '–'}</span> },
]

/** Jobs that are not tried again by themselves. */
export function FailedJobs({ jobs }: { jobs: readonly Failed[] }) {
  if (jobs.length === 0) return <Nothing>None. Every job was done, or will be tried again.</Nothing>
  return (
    <>
      <DataTable caption="Jobs that have failed" columns={COLUMNS} rows={jobs} rowKey={({ queue }) => queue} />
      <p className="mt-2 text-xs text-muted">
        The log of the jobs has the error, under the request’s number. A file can be checked again from its page.
      </p>
    </>
  )
}
