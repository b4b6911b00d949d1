import { z } from 'zod'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { askReading } from '@/payroll/upkeep/read-again'

/** Asks the gateway to read a bank's file again that it could not read. Asked again while it waits, nothing is added. */
export const POST = route(
  {
    permission: 'operations:act',
    body: withReason.extend({ file: z.uuid() }),
    response: z.strictObject({ id: z.string(), fileName: z.string() }),
    errors: ['not-found', 'unsuited'],
  },
  async ({ ledger, body, call, answer }) => answer(await askReading(ledger, call(), body.file, body.reason)),
)
