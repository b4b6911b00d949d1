import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { askPack } from '@/payroll/months/prepare-close'

/** Asks for the pack to be made again where files of it are damaged or gone. It is put there only if it is the one that was made before. */
export const POST = route(
  { permission: 'finance:close', params: byId, response: z.strictObject({ id: z.string() }) },
  async ({ ledger, params: { id }, call, answer }) => answer(await askPack(ledger, call(), id)),
)
