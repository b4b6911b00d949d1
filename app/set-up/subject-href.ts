import type { SetUpChange } from '@/payroll/set-up/change'

/** The page of what a change is about; null of somebody who is not there yet. */
export function subjectHref(change: SetUpChange): string | null {
  if ('companyId' in change) return `/set-up/companies/${change.companyId}`
  if ('profileId' in change) return `/set-up/banks/${change.profileId}`
  return 'userId' in change ? `/set-up/people/${change.userId}` : '/set-up/people'
}
