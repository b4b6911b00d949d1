import { letterGroups } from '@/app/http/answers/dead-letter'
import { route } from '@/app/http/handle'
import { readLetterGroups } from '@/desks/operations/read-letters'

/** What could not be taken, by copy, cause and contract; and what people gave up. */
export const GET = route({ permission: 'operations:read', response: letterGroups }, (stores) => readLetterGroups(stores, stores.now))
