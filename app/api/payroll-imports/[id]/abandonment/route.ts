import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { abandonImport } from '@/payroll/imports/abandon-import'
import { importPath } from '@/payroll/imports/files'

export const POST = route(
  {
    permission: 'runs:prepare',
    params: byId,
    response: z.strictObject({ id: z.string(), state: z.literal('abandoned') }),
    errors: ['wrong-state'],
  },
  async ({ ledger, params, importDir, call, answer }) => {
    const abandoned = await abandonImport(ledger, call(), params.id)
    if (abandoned.result.ok) await rm(importPath(importDir, params.id), { force: true })
    return answer(abandoned)
  },
)
