import { changesQuery, sendChanges } from '@/app/finance/changes/read-changes'
import { changes } from '@/app/http/answers/changes'
import { route } from '@/app/http/handle'

/** Why figures differ between two moments: by company, corridor and month, down to the events, each with its cause. Currencies are never added together. */
export const GET = route(
  {
    permission: 'finance:read',
    query: changesQuery,
    response: changes,
    errors: ['busy', 'not-certified', 'not-published'],
    copy: 'finance',
  },
  sendChanges,
)
