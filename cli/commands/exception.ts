import { type Command, Option } from 'commander'
import { EXCEPTION_STATES } from '@/payroll/exceptions/exceptions'
import type { Frame } from '../frame'
import { amount, time } from '../words'

/** Bank entries that match no payment. */
export function add(program: Command, frame: Frame): void {
  const exception = program.command('exception').description('bank entries that match no payment')
  exception
    .command('list')
    .description('by state, the newest first')
    .addOption(new Option('--state <state>').choices(EXCEPTION_STATES).default('open'))
    .option('--mine', 'only those assigned to you')
    .action(async ({ state, mine }: { state: string; mine?: true }) => {
      const page = await frame.call('GET /api/findings', { query: { state, owner: mine ? 'me' : 'anyone' } })
      const rows = page.rows.map((each) => ({
        Reference: each.reference,
        What: each.problem,
        Amount: amount(each.amountMinor, each.currency),
        Company: each.companyName,
        Run: each.runReference,
        Owner: each.owner?.name ?? null,
        Since: time(each.createdAt),
        Id: each.id,
      }))
      frame.table(['Reference', 'What', 'Amount', 'Company', 'Run', 'Owner', 'Since', 'Id'], rows, page)
    })
  exception
    .command('show <id>')
    .description('one of them')
    .action(async (id: string) => {
      const found = await frame.call('GET /api/findings/[id]', { id })
      frame.facts(
        {
          Reference: found.reference,
          What: found.problem,
          State: found.state,
          Amount: amount(found.amountMinor, found.currency),
          Company: found.companyName,
          Run: found.runReference,
          Counterparty: found.counterparty,
          Owner: found.owner?.name ?? null,
          Since: time(found.createdAt),
        },
        found,
      )
    })
}
