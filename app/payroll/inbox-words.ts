/** What each inbox is called and what it says when it is empty. */
import type { Inbox } from '@/payroll/runs/list-runs'

type Words = { label: string; title: string; empty: string }

const WORDS: Readonly<Record<Inbox, Words>> = {
  'needs-my-approval': {
    label: 'Needs my approval',
    title: 'Nothing needs your approval',
    empty: 'Runs that someone else prepared and submitted appear here.',
  },
  waiting: {
    label: 'Waiting for others',
    title: 'Nothing is waiting for others',
    empty: 'Runs you prepared or submitted stay here until someone else approves them.',
  },
  draft: { label: 'In draft', title: 'No drafts', empty: 'An imported payroll file is a draft until you submit it.' },
  paying: {
    label: 'Paying',
    title: 'Nothing is being paid',
    empty: 'Approved runs stay here until the bank has answered for every payout.',
  },
  done: { label: 'Done', title: 'Nothing is done yet', empty: 'Settled and cancelled runs stay here.' },
  attention: {
    label: 'Needs attention',
    title: 'Nothing needs attention',
    empty: 'Runs appear here when a failed or returned payout has no outcome yet, or when it is not known whether the bank has a file.',
  },
}

/** Who may not approve sees every submitted run under one heading: nothing is "theirs". */
const WATCHING: Words = {
  label: 'Waiting for approval',
  title: 'Nothing is waiting for approval',
  empty: 'Submitted runs appear here until a coordinator approves them.',
}

export const inboxWords = (inbox: Inbox, mayApprove: boolean): Words =>
  inbox === 'needs-my-approval' && !mayApprove ? WATCHING : WORDS[inbox]
