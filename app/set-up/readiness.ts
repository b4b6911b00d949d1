/** What a company still needs before it can pay, in words: each with where to do it. */
import type { Tone } from '@/components/status'
import type { SetUpCompanyRow } from '@/payroll/set-up/companies'

export type Step = { key: string; label: string; done: boolean; note: string; href: string; action: string }

/** Two people who can approve: whoever prepares a run cannot approve it. */
const APPROVERS_MIN = 2

type Company = Pick<SetUpCompanyRow, 'id' | 'bankName' | 'hasAccount' | 'uncarriedBic' | 'approvers' | 'bankTestedAt'>

/** In the order in which they are done; the test file may be left out. */
export function stepsOf({ id, bankName, hasAccount, uncarriedBic, approvers, bankTestedAt }: Company): Step[] {
  const page = `/set-up/companies/${id}`
  return [
    { key: 'bank', label: 'Bank', done: true, note: bankName, href: '/set-up/banks', action: 'Look at it' },
    {
      ...{ key: 'account', label: 'Account to pay from', done: hasAccount && uncarriedBic === null },
      ...(uncarriedBic === null
        ? { note: hasAccount ? 'Entered' : 'None yet', href: `${page}/accounts/new`, action: 'Add an account' }
        : {
            note: `The files of ${bankName} have no room for the BIC ${uncarriedBic}, so nothing can be paid from that account. A newer file format has, if the bank takes it.`,
            ...{ href: '/set-up/banks', action: 'Look at the bank' },
          }),
    },
    {
      key: 'people',
      label: 'Two people who can approve',
      done: approvers >= APPROVERS_MIN,
      note: approversWords(approvers),
      href: '/set-up/people/new',
      action: 'Invite a coordinator',
    },
    {
      key: 'test-file',
      label: 'Test file accepted by the bank',
      done: bankTestedAt !== null,
      note: bankTestedAt !== null ? 'Accepted' : 'Recommended before the first payroll',
      href: `${page}#test-file`,
      action: 'Get the test file',
    },
  ]
}

function approversWords(approvers: number): string {
  if (approvers === 0) return 'No coordinator has accepted an invitation yet'
  return approvers === 1 ? 'One coordinator. Whoever prepares a run cannot approve it.' : `${approvers} coordinators`
}

/** In one word, for a list. */
export function readyWords(company: Company & { closed: boolean }): { tone: Tone; word: string } {
  if (company.closed) return { tone: 'idle', word: 'Closed' }
  const missing = stepsOf(company).filter(({ key, done }) => !done && key !== 'test-file')
  if (missing.length > 0) return { tone: 'warn', word: `${missing.length === 1 ? 'One step' : `${missing.length} steps`} left` }
  return company.bankTestedAt === null ? { tone: 'info', word: 'Can pay, bank not tested' } : { tone: 'ok', word: 'Ready to pay' }
}
