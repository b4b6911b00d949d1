import { exportAsked, exportFiles, newExport, wantedExport } from '@/app/finance/exports/export-inputs'
import { route } from '@/app/http/handle'
import { askExport } from '@/payroll/finance-desk/ask-export'
import { listExports } from '@/payroll/finance-desk/export-files'

/** The large files that one has asked for in the last days, newest first: how far each is, and why one could not be made. */
export const GET = route({ permission: 'finance:read', response: exportFiles }, async ({ ledger, session }) => ({
  exports: (await listExports(ledger, session.userId)).map(({ question, attempt, ...file }) => file),
}))

/** Asks for the rows behind a figure as a file of any size, which is made in the background and kept for a day. Asked for twice it is the same. */
export const POST = route(
  { permission: 'finance:read', body: newExport, response: exportAsked, statuses: [201], errors: ['unsuited', 'not-published', 'busy'] },
  async (context) => {
    const wanted = await wantedExport(context.body, context)
    if (wanted instanceof Response) return wanted
    return context.answer(await askExport(context.ledger, context.call(), wanted), () => '/api/finance/exports')
  },
)
