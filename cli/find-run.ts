/** A run by its reference or id. */
import { INBOXES } from '@/payroll/runs/list-runs'
import { isUuid } from '@/platform/is-uuid'
import { Wrong } from './failures'
import type { Frame } from './frame'

/** @throws Wrong when there is no such run, as far as the key's owner may see. */
export async function findRun({ call }: Frame, named: string): Promise<string> {
  if (isUuid(named)) return named
  for (const inbox of INBOXES) {
    const { rows } = await call('GET /api/payroll-runs', { query: { inbox, find: named } })
    const found = rows.find(({ reference }) => reference.toUpperCase() === named.toUpperCase())
    if (found) return found.id
  }
  throw new Wrong(`There is no run ${named}, or you do not have access to it.`)
}
