import { begunImport } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { importForm, takeFile } from '@/app/http/imports/take-file'

/** A payroll file of any form: 201 with the import, which is mapped or checked next. */
export const POST = route(
  { permission: 'runs:prepare', form: importForm, statuses: [200, 201], response: begunImport, errors: ['not-found', 'rows', 'unsuited'] },
  takeFile,
)
