import { handle } from '@/app/http/handle'
import { readOperations } from '@/desks/operations/read-operations'

/** The pipeline as it is now. */
export const GET = handle({ permission: 'operations:read' }, (context) => readOperations(context, context.now))
