import type { Command } from 'commander'
import { decimalOf } from '@/events/money'
import type { Frame } from './frame'

type Options = { company?: string; corridor?: string; month?: string; currency?: string; kind?: string; events?: boolean }

/** Why figures differ between two moments, line by line, or event by event. */
export function addWhy(finance: Command, frame: Frame): void {
  finance
    .command('why <from> [to]')
    .description('why figures differ between two moments: a position, close:ID, publication:NAME, a time with its zone, or now')
    .option('--company <code>', 'of one company')
    .option('--corridor <corridor>', 'of one corridor, such as DE-ES')
    .option('--month <month>', 'of one month, such as 2026-10')
    .option('--currency <currency>', 'of amounts in one currency')
    .option('--kind <kind>', 'paid, returned, fee or return-fee')
    .option('--events', 'the events that made the differences')
    .action(async (from: string, to: string | undefined, { events, ...which }: Options) => {
      const found = await frame.call('GET /api/finance/changes', { query: { from, ...(to && { to }), ...which } })
      const amount = (minor: string, currency: string) => `${decimalOf(minor, currency)} ${currency}`
      if (events) {
        const rows = found.events.map((each) => ({
          ...{ Position: each.position, Payout: each.payoutId, Event: each.type, Figure: each.kind, Cause: each.cause },
          ...{ Company: each.company, Corridor: each.corridor, Month: each.month, Difference: amount(each.minor, each.currency) },
        }))
        frame.table(['Position', 'Event', 'Payout', 'Company', 'Corridor', 'Month', 'Figure', 'Cause', 'Difference'], rows, found)
        if (found.next !== null) frame.say(`${found.eventCount} changes; the first ${rows.length} are listed. Choose fewer.`)
        return
      }
      const rows = found.lines.map((line) => ({
        ...{ Company: line.company, Corridor: line.corridor, Month: line.month, Figure: line.kind },
        ...{ First: amount(line.was.minor, line.currency), Second: amount(line.now.minor, line.currency) },
        Difference: amount(line.difference.minor, line.currency),
        Why: line.causes.map(({ cause, minor }) => `${cause} ${amount(minor, line.currency)}`).join('; '),
      }))
      frame.table(['Company', 'Corridor', 'Month', 'Figure', 'First', 'Second', 'Difference', 'Why'], rows, found)
      if (found.lineCount > rows.length) frame.say(`${found.lineCount} lines changed; those with the largest differences are listed.`)
    })
}
