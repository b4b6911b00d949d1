/** A file of the bank that a person brings: read, shown, and proposed; read again from the archive when a second person confirms it. */
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { readBankFile } from '@/iso20022/report'
import { readProposal } from '@/payroll/statements/bank-file-proposals'
import { confirmBankFile, type Proposed, previewBankFile, proposeBankFile } from '@/payroll/statements/by-hand'
import { describeChanges } from '@/payroll/statements/payment-changes'
import { isRejection } from '@/payroll/transaction/rejections'
import { keepByHash } from '@/platform/archive'
import { textProblems } from '@/platform/plain-text'
import { Answer } from './answer'
import type { bankFilePreview } from './answers/bank-file-proposal'
import type { Promised } from './contract'
import type { Context } from './handle'
import { type byId, reason as reasonText } from './inputs'
import { problem, problemOf, type Refusal } from './problem'
import { NotReceived, receiveForm } from './receive-form'
import { viewerOf } from './viewer'

/** Read in the app's own process, so less than the gateway reads in its inbox. */
const FILE_BYTES_MAX = 32_000_000

const TOO_LARGE = 'You can upload at most 32 MB here. Ask an administrator to put larger files into the inbox folder of the bank gateway.'

/** Of a preview; all of them stand on the proposal's page. */
const CHANGES_SHOWN_MAX = 500

const WANTED_REASON = 'Give a reason of 3 to 500 characters, in plain text.'

type Preview = Promised<typeof bankFilePreview>

/** What comes beside the file; `effect` is that of the preview which was looked at. */
export const bankFileForm = z.object({ reason: reasonText.optional(), effect: z.string().optional() })

type Uploaded = Pick<Context, 'request' | 'ledger' | 'bankDir' | 'call' | 'answer' | 'traceId'>

/** `dryRun` shows what it would change and keeps nothing; otherwise it is proposed with the form's `reason`. */
export async function proposeBankFileByHand(
  { request, ledger, bankDir, call, answer, traceId }: Uploaded,
  dryRun: boolean,
): Promise<Answer<Proposed> | Answer<Preview> | Refusal> {
  const refuse = (status: number, code: 'too-large' | 'input', title: string, detail: string) =>
    problem({ status, code, title, detail }, traceId)
  const form = await receiveForm(request, { bytesMax: FILE_BYTES_MAX, tooLarge: TOO_LARGE }, buffer).catch(refusalOf)
  if (form instanceof NotReceived)
    return form.status === 413 ? refuse(413, 'too-large', 'Too large', form.message) : refuse(422, 'input', 'Not understood', form.message)
  const { fields, file } = form
  if (!file) return refuse(422, 'input', 'Not understood', 'Choose a file.')
  const { kept: bytes, name: fileName, sha256 } = file
  const received = { fileName, sha256 }
  const { documents } = await readBankFile(bytes, received.fileName)
  if (dryRun) {
    const would = await previewBankFile(ledger, call(), received, documents)
    if (isRejection(would)) return problemOf(would, traceId)
    const { messages, changes, effect } = would
    const shown = await describeChanges(ledger, changes.slice(0, CHANGES_SHOWN_MAX))
    return new Answer({ ...received, messages, effect, changes: shown, changesTotal: changes.length })
  }
  const reason = reasonText.safeParse(fields.reason)
  if (!reason.success || textProblems({ reason: reason.data }).length > 0) {
    const errors = [{ row: null, field: 'reason', reason: WANTED_REASON }]
    return problem({ status: 422, code: 'input', title: 'Not understood', detail: WANTED_REASON, errors }, traceId)
  }
  const proposal = { reason: reason.data, seen: fields.effect || null }
  // Before the row that names it: a proposal whose file is not there could only be withdrawn.
  await keepByHash(join(bankDir, 'archive'), bytes)
  return answer(
    await proposeBankFile(ledger, call({ ...received, ...proposal }), received, documents, proposal),
    ({ id }) => `/api/bank-file-proposals/${id}`,
  )
}

/** Applies a proposed file, from the bytes that were archived when it was proposed. */
export async function confirmBankFileByHand(
  { ledger, session, bankDir, params, seenVersion, call, answer, traceId }: Context<typeof byId>,
  effect: string,
): Promise<Answer<Proposed> | Refusal> {
  const proposal = await readProposal(ledger, viewerOf(session), params.id)
  if (!proposal) return problemOf({ code: 'not-found', what: 'file' }, traceId)
  const path = join(bankDir, 'archive', proposal.sha256)
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return problemOf({ code: 'file-gone', of: 'a bank' }, traceId)
  const { documents } = await readBankFile(createReadStream(path), proposal.fileName)
  return answer(await confirmBankFile(ledger, call({ effect }), { id: proposal.id, version: seenVersion, effect }, documents))
}

function refusalOf(error: unknown): NotReceived {
  if (error instanceof NotReceived) return error
  throw error
}
