import { rm } from 'node:fs/promises'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { abandonImport } from '@/payroll/imports/abandon-import'
import { importPath } from '@/payroll/imports/files'

export const POST = handle({ permission: 'runs:prepare', params: byId }, async ({ ledger, params, importDir, call, answer }) => {
  const abandoned = await abandonImport(ledger, call(), params.id)
  if (abandoned.result.ok) await rm(importPath(importDir, params.id), { force: true })
  return answer(abandoned)
})
