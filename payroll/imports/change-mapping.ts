/** Says how a file is to be read; what an earlier check found is then no longer true. */
import { isDeepStrictEqual } from 'node:util'
import type { Mapping } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'
import { plainJson } from '@/platform/plain-text'
import type { Ledger } from '@/prisma/connect'
import { recordHand } from '../runs/hands'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import type { Difference } from '../transaction/rejections'
import { lockImport } from './import-row'
import { clearProblems } from './write-check'

export type ChangedMapping = { id: string; state: 'uploaded'; version: number }

/**
 * Refused when the import is not as it was seen: in another tab, or by a colleague, it was mapped or checked meanwhile.
 * @param fingerprint of the headers the mapping was made for.
 */
export function changeMapping(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
  seenVersion: number,
  change: { sighting: Inspection; mapping: Mapping; fingerprint: string },
): Promise<CommandResult<ChangedMapping>> {
  return execute<ChangedMapping>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (file.state !== 'uploaded' && file.state !== 'refused' && file.state !== 'ready')
        return { code: 'wrong-state', what: 'file', status: file.state, wanted: 'uploaded' }
      if (file.attempt !== seenVersion)
        return {
          code: 'version-behind',
          current: { version: file.attempt, mapping: file.mapping },
          changed: changedParts(change.mapping, file.mapping),
        }
      await clearProblems(tx, file.id)
      await tx.$executeRaw`
        UPDATE payroll_import SET state = 'uploaded', attempt = attempt + 1, direct = false, report = NULL, correction = NULL,
          sighting = ${plainJson(change.sighting)}::jsonb, mapping = ${plainJson(change.mapping)}::jsonb, fingerprint = ${change.fingerprint}
        WHERE id = ${file.id}::uuid`
      await recordHand(tx, file.id, call, 'mapped', {
        file: file.fileName,
        parts: changedParts(file.mapping, change.mapping).map(({ field }) => field),
      })
      return { id: file.id, state: 'uploaded', version: file.attempt + 1 }
    },
    RUN_TRANSITION_MS,
  )
}

/** Part by part, and field by field, what was sent and what stands now. */
function changedParts({ fields: seenFields, ...seen }: Mapping, { fields: nowFields, ...now }: Mapping): Difference[] {
  const before: Record<string, unknown> = { ...seen, ...seenFields }
  const after: Record<string, unknown> = { ...now, ...nowFields }
  return Object.keys({ ...before, ...after })
    .filter((part) => !isDeepStrictEqual(before[part] ?? null, after[part] ?? null))
    .map((part) => ({ field: part, seen: before[part] ?? null, now: after[part] ?? null }))
}
