import { archivedIn } from '@/app/http/archived'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmResolution } from '@/payroll/commands/findings/resolve-finding'

/** Confirms what another person proposed. */
export const POST = handle(
  { permission: 'findings:resolve', params: byId, versioned: true },
  async ({ ledger, params, call, seenVersion, answer, bankDir }) =>
    answer(await confirmResolution(ledger, call(), { id: params.id, version: seenVersion }, archivedIn(bankDir))),
)
