import { Readable } from 'node:stream'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { openExport } from '@/finance/exports/write-file'
import { type ExportFile, readExport } from '@/payroll/finance-desk/export-files'

/** A large file that one has asked for oneself, while it is kept. */
export const GET = route(
  { permission: 'finance:read', params: byId, response: 'application/octet-stream', errors: ['unsuited'] },
  async ({ ledger, financeDir, session, params: { id }, now, traceId }) => {
    const file = await readExport(ledger, session.userId, id)
    if (file === null) return problemOf({ code: 'not-found', what: 'export' }, traceId)
    const because = whyNot(file, now)
    if (because !== null) return problemOf({ code: 'unsuited', because }, traceId)
    const opened = await openExport(financeDir, file)
    if (opened === null) return problemOf({ code: 'unsuited', because: 'The file is not there any more. Ask for it again.' }, traceId)
    return new Response(Readable.toWeb(opened.createReadStream()) as ReadableStream, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(file.bytes),
        'content-disposition': `attachment; filename="payledger-${file.figure}-rows-to-position-${file.position}.${file.format}"`,
        'cache-control': 'no-store',
      },
    })
  },
)

function whyNot({ state, reason, expiresAt }: ExportFile, now: Date): string | null {
  if (state === 'asked' || state === 'writing') return 'The file is not done yet. Ask again in a while.'
  if (state === 'cancelled') return 'The file was called off. Ask for it again.'
  if (state === 'failed') return `The file could not be made. ${reason}`
  return expiresAt !== null && new Date(expiresAt) <= now ? 'The file was kept for a day, and is taken away. Ask for it again.' : null
}
