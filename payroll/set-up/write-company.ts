/** Sets up a company, and changes what one administrator may change alone: its name and address, that it pays no more, and that its bank took a test file. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { oneAtATime } from './change-set-up'

/** As payment files carry it where the bank wants addresses: structured, for unstructured ones are refused since November 2026 (EPC132-08). */
export type CompanyDetails = {
  name: string
  street: string | null
  buildingNumber: string | null
  postCode: string | null
  town: string | null
}
export type NewCompanyValues = CompanyDetails & { code: string; country: string; bankProfileId: string }
export type WrittenCompany = { id: string; version: number }

/** Rejections: `field` when the code is taken, `not-found` of the bank profile. */
export function addCompany(ledger: Ledger, call: CommandContext, values: NewCompanyValues): Promise<CommandResult<WrittenCompany>> {
  return execute<WrittenCompany>(ledger, call, async (tx) => {
    await oneAtATime(tx)
    const [profile] = await tx.$queryRaw<object[]>`SELECT id FROM bank_profile WHERE id = ${values.bankProfileId}::uuid`
    if (!profile) return { code: 'not-found', what: 'bank-profile' }
    const { code, name, country, street, buildingNumber, postCode, town, bankProfileId } = values
    const [made] = await tx.$queryRaw<WrittenCompany[]>`
      INSERT INTO company (code, name, country, street, building_number, post_code, town, bank_profile_id)
      VALUES (${code}, ${name}, ${country}, ${street}, ${buildingNumber}, ${postCode}, ${town}, ${bankProfileId}::uuid)
      ON CONFLICT (code) DO NOTHING RETURNING id, version`
    if (!made) return { code: 'field', field: 'code', reason: 'Another company has this code.' }
    await journal(tx, call, 'audit.company-added', made.id, values, null)
    return made
  })
}

/** Rejections: `not-found`, `version-behind`. */
export function changeDetails(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
  details: CompanyDetails,
): Promise<CommandResult<WrittenCompany>> {
  return change(ledger, call, { id, version, act: 'audit.company-details-changed', detail: details, reason: null }, async (tx) => {
    const { name, street, buildingNumber, postCode, town } = details
    await tx.$executeRaw`
      UPDATE company SET name = ${name}, street = ${street}, building_number = ${buildingNumber}, post_code = ${postCode}, town = ${town}, version = version + 1
      WHERE id = ${id}::uuid`
    return null
  })
}

/** No new payroll file is taken for it from now on. Rejections: `not-found`, `version-behind`, `unsuited` while a run of it is not finished. */
export function closeCompany(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
  reason: string,
): Promise<CommandResult<WrittenCompany>> {
  return change(ledger, call, { id, version, act: 'audit.company-closed', detail: {}, reason }, async (tx) => {
    const [open] = await tx.$queryRaw<{ reference: string }[]>`
      SELECT reference FROM payroll_run WHERE company_id = ${id}::uuid AND status IN ('draft', 'submitted', 'approved', 'paying') ORDER BY reference LIMIT 1`
    if (open) return { code: 'unsuited', because: `Run ${open.reference} is not finished. Wait until it is, or cancel it.` }
    await tx.$executeRaw`UPDATE company SET closed_at = coalesce(closed_at, ${call.now}), version = version + 1 WHERE id = ${id}::uuid`
    return null
  })
}

/** Somebody has asked the bank, and it took the test file. Rejections: `not-found`, `version-behind`. */
export function noteTestFileAccepted(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
): Promise<CommandResult<WrittenCompany>> {
  return change(ledger, call, { id, version, act: 'audit.company-test-file-accepted', detail: {}, reason: null }, async (tx) => {
    await tx.$executeRaw`
      UPDATE company SET bank_tested_at = ${call.now}, bank_tested_by = ${call.actor.id}, version = version + 1 WHERE id = ${id}::uuid`
    return null
  })
}

type Change = { id: string; version: number; act: `audit.${string}`; detail: object; reason: string | null }

function change(
  ledger: Ledger,
  call: CommandContext,
  { id, version, act, detail, reason }: Change,
  write: (tx: Transaction) => Promise<Rejection | null>,
): Promise<CommandResult<WrittenCompany>> {
  return execute<WrittenCompany>(ledger, call, async (tx) => {
    await oneAtATime(tx)
    const [held] = await tx.$queryRaw<{ version: number; now: Record<string, unknown> }[]>`
      SELECT version, jsonb_build_object('name', name, 'street', street, 'buildingNumber', building_number, 'postCode', post_code, 'town', town) AS now
      FROM company WHERE id = ${id}::uuid FOR UPDATE`
    if (!held) return { code: 'not-found', what: 'company' }
    if (held.version !== version) return { code: 'version-behind', current: { ...held.now, version: held.version }, changed: [] }
    const refused = await write(tx)
    if (refused) return refused
    await journal(tx, call, act, id, detail, reason)
    return { id, version: held.version + 1 }
  })
}

function journal(
  tx: Transaction,
  call: CommandContext,
  act: `audit.${string}`,
  id: string,
  detail: object,
  reason: string | null,
): Promise<number> {
  return appendAudit(tx, { act, about: { type: 'company', id }, detail: { ...detail } }, factOf(call, reason))
}
