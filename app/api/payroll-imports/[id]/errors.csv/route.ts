import { Readable } from 'node:stream'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { ROW_COLUMN } from '@/payroll/imports/check-correction'
import { allRefused, readImport } from '@/payroll/imports/imports'
import { headingsOf } from '@/payroll-files/columns'
import { errorFile } from '@/payroll-files/error-file'

/** The refused rows as a file that can be corrected and uploaded again. */
export const GET = route(
  { permission: 'runs:prepare', params: byId, response: 'text/csv' },
  async ({ ledger, session, params, traceId }) => {
    const file = await readImport(ledger, viewerOf(session), params.id)
    if (!file?.report || file.refused === 0) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    const { header } = file.report
    async function* rows() {
      for await (const row of allRefused(ledger, params.id)) {
        const cells = header.map((_, index) => row.cells[index] ?? '')
        yield { ...row, cells: [...cells, String(row.row)] }
      }
    }
    const name = `${file.fileName.replace(/\.[a-z]+$/i, '').replace(/[^\w.-]/g, '_')}-problems.csv`
    const text = errorFile(file.mapping, [...headingsOf(header, file.mapping), ROW_COLUMN], rows())
    return new Response(Readable.toWeb(text) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      },
    })
  },
)
