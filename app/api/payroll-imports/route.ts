import { handle } from '@/app/http/handle'
import { takeFile } from '@/app/http/imports/take-file'

/** A payroll file of any form: 201 with the import, which is mapped or checked next. */
export const POST = handle({ permission: 'runs:prepare' }, takeFile)
