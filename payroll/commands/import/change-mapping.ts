/** Says how a file is to be read; what an earlier check found is then no longer true. */
import type { Mapping } from '@/bank/payroll-file/mapping'
import type { Sighting } from '@/bank/payroll-file/types'
import type { Ledger } from '@/prisma/connect'
import { type Answer, type Call, execute, RUN_TRANSITION_MS } from '../execute'
import { lockImport } from './import-row'
import { clearFindings } from './write-check'

export type ChangedMapping = { id: string; state: 'uploaded' }

/** @param fingerprint of the headers the mapping was made for. */
export function changeMapping(
  ledger: Ledger,
  call: Call,
  importId: string,
  change: { sighting: Sighting; mapping: Mapping; fingerprint: string },
): Promise<Answer<ChangedMapping>> {
  return execute<ChangedMapping>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (file.state !== 'uploaded' && file.state !== 'refused' && file.state !== 'ready')
        return { code: 'wrong-state', what: 'file', status: file.state, wanted: 'uploaded' }
      await clearFindings(tx, file.id)
      await tx.$executeRaw`
        UPDATE payroll_import SET state = 'uploaded', direct = false, report = NULL, correction = NULL, lines_hash = NULL,
          sighting = ${JSON.stringify(change.sighting)}::jsonb, mapping = ${JSON.stringify(change.mapping)}::jsonb, fingerprint = ${change.fingerprint}
        WHERE id = ${file.id}::uuid`
      return { id: file.id, state: 'uploaded' }
    },
    RUN_TRANSITION_MS,
  )
}
