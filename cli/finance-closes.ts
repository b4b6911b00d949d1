import type { Command } from 'commander'
import { packsOf } from '@/finance/close/read-pack'
import { verifyClose } from '@/finance/close/verify-close'
import { listCloses, readTold } from '@/payroll/months/closes'
import { MONTH } from '@/payroll/months/month'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'
import { Wrong } from './failures'
import { EXIT, type Frame } from './frame'
import { time } from './words'

/** Months: what stands in the way of closing one, its two steps, and whether a pack is what the landing makes of it. */
export function addCloses(finance: Command, frame: Frame): void {
  finance
    .command('close-status [month]')
    .description('which months are closed; of one (2026-10) its checklist, 1 while something stands in the way')
    .action(async (month?: string) => {
      if (month === undefined) {
        const page = await frame.call('GET /api/finance/months')
        const rows = page.months.map((each) => ({
          Month: each.month,
          State: each.state,
          By: each.closedBy ?? each.close?.preparedBy ?? null,
          Since: each.closedAt || each.close ? time(each.closedAt ?? each.close?.preparedAt ?? '') : null,
        }))
        return frame.table(['Month', 'State', 'By', 'Since'], rows, page)
      }
      const view = await frame.call('GET /api/finance/months/[id]', { id: valid(month) })
      const rows = view.checklist.map(({ state, sentence }) => ({ State: state, What: sentence }))
      frame.say(`${month} is ${view.current?.state ?? 'open'}.`)
      if (rows.length > 0) frame.table(['State', 'What'], rows, view)
      if (view.checklist.some(({ state }) => state === 'red')) process.exitCode = EXIT.refused
    })
  finance
    .command('prepare-close <month>')
    .description('prepare a month on the figures as they are now; someone else closes it')
    .action(async (month: string) => {
      const made = await frame.call('POST /api/finance/months/[id]/preparations', { id: valid(month) })
      frame.facts({ Month: made.month, State: made.state, Close: made.id }, made)
    })
  finance
    .command('close <month>')
    .description('close a month that somebody else prepared')
    .action(async (month: string) => {
      const { current } = await frame.call('GET /api/finance/months/[id]', { id: valid(month) })
      if (current?.state !== 'prepared') throw new Wrong(`${month} is ${current?.state ?? 'not prepared'}.`)
      const closed = await frame.call('POST /api/finance/closes/[id]/closings', { id: current.id, ifMatch: current.version })
      frame.facts({ Month: closed.month, State: closed.state, Close: closed.id, Pack: current.packHash }, closed)
    })
  finance
    .command('verify-close <month>')
    .description('make the packs of a month again from the landing (on the installation’s own machine), and say whether they are equal')
    .action((month: string) => verify(frame, valid(month)))
}

async function verify(frame: Frame, month: string): Promise<void> {
  const { FINANCE_DIR: dir } = readConfig('FINANCE_DIR')
  const known = await knownCloses(frame, month)
  const ids = [...new Set([...(known ?? []).map(({ id }) => id), ...(await packsOf(dir, month))])]
  if (ids.length === 0) throw new Wrong(`Nothing was closed of ${month}.`)
  const found = []
  for (const id of ids) {
    const kept = known?.find((each) => each.id === id) ?? null
    const verified = await verifyClose(dir, month, id, kept?.told ?? null)
    const differences = [...verified.differences]
    if (kept && kept.packHash !== verified.hash) differences.push('the ledger has another hash of this pack')
    if (known && !kept) differences.push('the ledger does not know this close')
    found.push({
      close: id,
      state: kept?.state ?? null,
      hash: verified.hash,
      made: verified.made,
      equal: differences.length === 0,
      differences,
    })
  }
  const rows = found.map(({ close, state, equal, hash, differences }) => ({
    Close: close,
    State: state,
    Pack: hash?.slice(0, 16) ?? null,
    Result: equal ? 'equal, byte for byte' : differences.join('; '),
  }))
  frame.table(['Close', 'State', 'Pack', 'Result'], rows, { month, closes: found })
  if (found.some(({ equal }) => !equal)) process.exitCode = EXIT.refused
}

/** What the ledger has of them; null where it cannot be asked: then the packs are made of what lies beside them. */
async function knownCloses(frame: Frame, month: string) {
  try {
    const ledger = openLedger(readConfig('DATABASE_URL_APP').DATABASE_URL_APP, 2)
    try {
      const closes = (await listCloses(ledger, month)).filter(({ packHash }) => packHash !== null)
      return await Promise.all(closes.map(async (close) => ({ ...close, told: await readTold(ledger, close.id) })))
    } finally {
      await ledger.$disconnect()
    }
  } catch {
    frame.say('The ledger was not asked. The packs are compared with what lies beside them.')
    return null
  }
}

function valid(month: string): string {
  if (!MONTH.test(month)) throw new Wrong(`${month} is no month. Write it as 2026-10.`)
  return month
}
