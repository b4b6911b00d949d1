import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { inspectPack, packFolder } from '@/finance/close/read-pack'
import { readClose } from '@/payroll/months/closes'

/** A file of the pack by its name, as it was written; one that is damaged is not given out. */
export const GET = route(
  {
    permission: 'finance:read',
    params: byId,
    query: z.object({ name: z.string().regex(/^[\w.-]{1,80}$/) }),
    response: 'application/octet-stream',
    errors: ['unsuited'],
  },
  async ({ ledger, financeDir, params: { id }, query: { name }, traceId }) => {
    const close = await readClose(ledger, id)
    const { files, damaged, hash } = close ? await inspectPack(financeDir, close.month, id) : { files: [], damaged: [], hash: null }
    const file = files.find((each) => each.name === name)
    if (!close || !file) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    if (hash !== close.packHash || damaged.includes(name)) {
      const because = `The file ${name} of this pack is damaged. Make the pack again from the month’s page.`
      return problemOf({ code: 'unsuited', because }, traceId)
    }
    return new Response(Readable.toWeb(createReadStream(join(packFolder(financeDir, close.month, id), name))) as ReadableStream, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(file.bytes),
        'content-disposition': `attachment; filename="${nameOf(close.month, name)}"`,
        'x-sha256': file.sha256,
        'cache-control': 'no-store',
      },
    })
  },
)

/** DATEV wants its own beginning of the name. */
const nameOf = (month: string, name: string): string =>
  name.startsWith('EXTF_') ? name.replace('.csv', `_${month}.csv`) : `payledger-${month}-${name}`
