import { z } from 'zod'
import { checkBegun } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { takeCorrection } from '@/app/http/imports/take-correction'
import { byId } from '@/app/http/inputs'

/** The error file, corrected: its rows take the place of those that were refused. */
export const POST = route(
  { permission: 'runs:prepare', params: byId, form: z.object({}), response: checkBegun, errors: ['wrong-state', 'rows'] },
  takeCorrection,
)
