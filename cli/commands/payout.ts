import type { Command } from 'commander'
import type { AnswerTo } from '@/app/call-api'
import type { Frame } from '../frame'
import { amount, time } from '../words'

type Payout = AnswerTo<'GET /api/payouts/[id]'>

/** Payouts: found, shown, held and released. */
export function add(program: Command, frame: Frame): void {
  const payout = program.command('payout').description('payouts')
  payout
    .command('find <query...>')
    .description('search as on the support desk: payout find garcia status:failed')
    .action((words: string[]) => find(frame, words.join(' ')))
  payout
    .command('show <id>')
    .description('one payout, read from the ledger')
    .action(async (id: string) => show(frame, await read(frame, id)))
  change(payout, frame, 'hold', 'keep a payout from going to the bank', 'POST /api/payouts/[id]/holds')
  change(payout, frame, 'release', 'release a payout that is on hold', 'POST /api/payouts/[id]/hold-releases')
}

async function find(frame: Frame, q: string): Promise<void> {
  const found = await frame.call('GET /api/search/payouts', { query: { q } })
  const rows = found.hits.map((hit) => ({
    Payee: hit.name,
    Company: hit.companyName,
    Amount: amount(hit.amountMinor, hit.currency),
    State: hit.authoritativeStatus,
    Since: time(hit.statusSince),
    Id: hit.id,
  }))
  frame.table(['Payee', 'Company', 'Amount', 'State', 'Since', 'Id'], rows, found)
  for (const { part, reason } of found.ignored) frame.say(`Ignored: ${part} (${reason})`)
  if (found.readFrom === 'search' && found.freshness.state !== 'fresh')
    frame.say(`Search is ${found.freshness.state}: it covers changes until ${time(found.freshness.coveredUntil) ?? 'an unknown time'}.`)
  if (found.total > found.hits.length)
    frame.say(`${found.totalIsExact ? '' : 'More than '}${found.total} match; the first ${found.hits.length} are shown.`)
}

function change(
  payout: Command,
  frame: Frame,
  name: string,
  words: string,
  route: 'POST /api/payouts/[id]/holds' | 'POST /api/payouts/[id]/hold-releases',
): void {
  payout
    .command(`${name} <id>`)
    .description(words)
    .requiredOption('--reason <text>', 'why, for whoever reads the history')
    .action(async (id: string, { reason }: { reason: string }) => {
      const { version } = await read(frame, id)
      await frame.call(route, { id, ifMatch: version, body: { reason } })
      show(frame, await read(frame, id))
    })
}

const read = (frame: Frame, id: string): Promise<Payout> => frame.call('GET /api/payouts/[id]', { id })

function show(frame: Frame, payout: Payout): void {
  const last = payout.attempts.at(-1)
  frame.facts(
    {
      Payee: payout.name,
      Company: payout.companyName,
      Run: payout.runReference,
      Amount: amount(payout.amountMinor, payout.currency),
      Account: `•••• ${payout.accountLast4}`,
      State: payout.status,
      Since: time(payout.statusSince),
      'End-to-end id': last?.endToEndId ?? null,
      'Bank reference': last?.bankReference ?? null,
      Reason: last?.reasonCode ?? last?.reasonText ?? null,
    },
    payout,
  )
}
