import { handle } from '@/app/http/handle'
import { takeCorrection } from '@/app/http/imports/take-correction'
import { byId } from '@/app/http/inputs'

/** The error file, corrected: its rows take the place of those that were refused. */
export const POST = handle({ permission: 'runs:prepare', params: byId }, takeCorrection)
