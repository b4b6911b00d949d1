import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readBankMessage } from '@/payroll/statements/bank-messages'

/** The archived bytes of a bank file, named by their hash in the archive. */
export const GET = route(
  { permission: 'runs:read', params: byId, response: 'application/xml' },
  async ({ ledger, session, params, bankDir, traceId }) => {
    const message = await readBankMessage(ledger, viewerOf(session), params.id)
    const path = message ? join(bankDir, 'archive', message.sha256) : null
    const size = path
      ? await stat(path).then(
          (found) => found.size,
          () => null,
        )
      : null
    if (!message || !path || size === null) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
      headers: {
        'content-type': 'application/xml',
        'content-length': String(size),
        'content-disposition': `attachment; filename="${message.fileName.replace(/[^\w.-]/g, '_')}"`,
        'x-sha256': message.sha256,
        'cache-control': 'no-store',
      },
    })
  },
)
