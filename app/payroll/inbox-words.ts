/** What each inbox is called and what it says when it is empty. */
import type { Inbox } from '@/payroll/runs/list-runs'

type Words = { label: string; title: string; empty: string }

const WORDS: Readonly<Record<Inbox, Words>> = {
  'needs-my-approval': {
    label: 'Needs my approval',
    title: 'Nothing needs your approval',
    empty: 'Runs that somebody else prepared and submitted appear here.',
  },
  waiting: {
    label: 'Waiting for others',
    title: 'Nothing waits for anyone else',
    empty: 'Runs you prepared or submitted wait here until somebody else approves them.',
  },
  draft: { label: 'In draft', title: 'No drafts', empty: 'An imported payroll file is a draft until it is submitted.' },
  paying: {
    label: 'Paying',
    title: 'Nothing is being paid',
    empty: 'Approved runs are here until the bank has answered for every payout.',
  },
  done: { label: 'Done', title: 'Nothing is done yet', empty: 'Settled and cancelled runs are kept here.' },
  attention: {
    label: 'Needs attention',
    title: 'Nothing needs attention',
    empty: 'Runs with a failed or returned payout without an outcome, or with a file that is not known to be with the bank, appear here.',
  },
}

/** Who may not approve sees every submitted run under one heading: nothing is "theirs". */
const WATCHING: Words = {
  label: 'Waiting for approval',
  title: 'Nothing waits for approval',
  empty: 'Submitted runs appear here until a coordinator approves them.',
}

export const inboxWords = (inbox: Inbox, mayApprove: boolean): Words =>
  inbox === 'needs-my-approval' && !mayApprove ? WATCHING : WORDS[inbox]
