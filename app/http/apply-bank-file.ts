/** Reads an uploaded file of the bank, and applies it or shows what it would change. */
import { join } from 'node:path'
import { readBankFile } from '@/bank/report'
import { applyBankFile, previewBankFile } from '@/payroll/commands/bank-report/apply'
import { keepByHash, sha256 } from '@/platform/archive'
import type { Context } from './handle'
import { fileNameOf } from './imports/receive-file'
import { problem } from './problem'

/** Read in the app's own process, so less than the gateway reads in its inbox. */
const FILE_BYTES_MAX = 32_000_000

/** What a form has around its file. */
const FORM_BYTES = 10_000

type Uploaded = Pick<Context, 'request' | 'session' | 'ledger' | 'bankDir' | 'call' | 'answer' | 'traceId'>

export async function applyBankFileByHand(
  { request, session, ledger, bankDir, call, answer, traceId }: Uploaded,
  dryRun: boolean,
): Promise<Response> {
  const refuse = (status: number, code: string, title: string, detail: string) => problem({ status, code, title, detail }, traceId)
  if (session.companies !== null) {
    return refuse(403, 'forbidden', 'Not allowed', 'A bank’s file may speak of every company, and you work for some of them only.')
  }
  const tooLarge = () =>
    refuse(413, 'too-large', 'Too large', 'At most 32 MB by hand. Larger files go into the inbox folder of the bank gateway.')
  if (Number(request.headers.get('content-length') ?? 0) > FILE_BYTES_MAX) return tooLarge()
  const fields = await formWithin(request, FILE_BYTES_MAX + FORM_BYTES)
  if (fields === 'too large') return tooLarge()
  const file = fields?.get('file')
  if (!(file instanceof File)) return refuse(422, 'input', 'Not understood', 'Choose a file.')
  if (file.size > FILE_BYTES_MAX) return tooLarge()
  const bytes = new Uint8Array(await file.arrayBuffer())
  const received = { fileName: fileNameOf(file.name), sha256: sha256(bytes) }
  const { documents } = await readBankFile(bytes, received.fileName)
  if (dryRun)
    return Response.json(
      { ...received, ...(await previewBankFile(ledger, call(), received, documents)) },
      { headers: { 'cache-control': 'no-store' } },
    )
  await keepByHash(join(bankDir, 'archive'), bytes)
  return answer(await applyBankFile(ledger, call(received), received, documents))
}

/** The form, or null when it is none. Whoever does not say how much is coming is listened to only so far. */
async function formWithin(request: Request, bytesMax: number): Promise<FormData | null | 'too large'> {
  let bytes = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length
      if (bytes > bytesMax) controller.error(new Error('too large'))
      else controller.enqueue(chunk)
    },
  })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  const form = await new Response(request.body?.pipeThrough(counting), { headers }).formData().catch(() => null)
  return bytes > bytesMax ? 'too large' : form
}
