import { operations } from '@/app/http/answers/operations'
import { route } from '@/app/http/handle'
import { readOperations } from '@/desks/operations/read-operations'

/** The pipeline as it is now. */
export const GET = route({ permission: 'operations:read', response: operations }, (context) => readOperations(context, context.now))
