import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { AnswerTo } from '@/app/call-api'
import { INBOXES } from '@/payroll/runs/list-runs'
import { RUN_KINDS } from '@/payroll/runs/run-kind'
import { Wrong } from '../failures'
import { findRun } from '../find-run'
import type { Frame } from '../frame'
import { sums, time } from '../words'

type Run = AnswerTo<'GET /api/payroll-runs/[id]'>
type Reason = { reason: string }

/** Payroll runs, from the file to the approval. */
export function add(program: Command, frame: Frame): void {
  const run = program.command('run').description('payroll runs')
  run
    .command('import <file>')
    .description('upload a payroll file as a draft run')
    .requiredOption('--company <code>', 'its code, such as NLG')
    .requiredOption('--period <month>', 'the month that is paid: 2026-11')
    .requiredOption('--pay-date <day>', 'when people have their money: 2026-11-27')
    .addOption(new Option('--kind <kind>').choices(RUN_KINDS).default('regular'))
    .option('--again <reason>', 'why people are paid who are in another run of the month')
    .action((file: string, options: Import) => importFile(frame, file, options))
  run
    .command('list')
    .description('runs by what they need next')
    .addOption(new Option('--inbox <name>').choices(INBOXES).default('needs-my-approval'))
    .option('--find <text>', 'part of a reference')
    .action((options: { inbox: string; find?: string }) => list(frame, options))
  run
    .command('show <run>')
    .description('one run, by reference or id')
    .action(async (named: string) => show(frame, await read(frame, named)))
  run
    .command('submit <run>')
    .description('submit a draft for approval by someone else')
    .option('--again <reason>', 'why people are paid who are in another run of the month')
    .action(async (named: string, { again }: { again?: string }) => {
      const { id, version, repetition } = await read(frame, named)
      const body = again === undefined ? {} : { repetition: { reason: again, seen: seenOf(repetition) } }
      await frame.call('POST /api/payroll-runs/[id]/submission', { id, ifMatch: version, body })
      show(frame, await read(frame, id))
    })
  run
    .command('approve <run>')
    .description('approve a submitted run, with the seal that run show prints')
    .requiredOption('--seal <start>', 'at least the first 8 digits of the seal you looked at')
    .option('--again <reason>', 'why people are paid who are in another run of the month')
    .action((named: string, options: { seal: string; again?: string }) => approve(frame, named, options))
  change(run, frame, 'send-back', 'return a submitted run to its preparer', 'POST /api/payroll-runs/[id]/send-backs')
  change(run, frame, 'cancel', 'cancel a draft or submitted run', 'POST /api/payroll-runs/[id]/cancellations')
  change(run, frame, 'recall', 'recall an approved run before it goes to the bank', 'POST /api/payroll-runs/[id]/recalls')
}

type Import = { company: string; period: string; payDate: string; kind: string; again?: string }

async function importFile(frame: Frame, file: string, { company, period, payDate, kind, again }: Import): Promise<void> {
  const { companies } = await frame.call('GET /api/companies')
  const found = companies.find(({ code }) => code === company.toUpperCase())
  if (!found) throw new Wrong(`There is no company ${company}. There are: ${companies.map(({ code }) => code).join(', ') || 'none'}.`)
  const form = new FormData()
  const fields = { company: found.id, period, payDate, kind, ...(again !== undefined && { repetitionReason: again }) }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([readFileSync(file)]), basename(file))
  frame.say(`Uploading ${basename(file)} for ${found.name}…`)
  const { id, warnings } = await frame.call('POST /api/payroll-runs', { form })
  for (const { row, field, reason } of warnings) frame.say(`Look at row ${row ?? '–'}${field ? `, ${field}` : ''}: ${reason}`)
  show(frame, await read(frame, id))
}

async function list(frame: Frame, { inbox, find }: { inbox: string; find?: string }): Promise<void> {
  const page = await frame.call('GET /api/payroll-runs', { query: { inbox, ...(find !== undefined && { find }) } })
  const rows = page.rows.map((each) => ({
    Run: each.reference,
    Company: each.companyName,
    'Pay date': each.payDate,
    State: each.status,
    Payouts: each.lines,
    Total: sums(each.totals),
  }))
  frame.table(['Run', 'Company', 'Pay date', 'State', 'Payouts', 'Total'], rows, page)
  if (page.nextCursor) frame.say('There are more: narrow it with --find.')
}

async function approve(frame: Frame, named: string, { seal, again }: { seal: string; again?: string }): Promise<void> {
  const { id, version, seal: whole, repetition } = await read(frame, named)
  if (!/^[0-9a-f]{8,64}$/.test(seal) || !whole?.startsWith(seal))
    throw new Wrong('This is not the run’s seal. Look at it with run show, check its total, and give the seal it prints.')
  const body = { seal: whole, ...(again !== undefined && { repetition: { reason: again, seen: seenOf(repetition) } }) }
  await frame.call('POST /api/payroll-runs/[id]/approvals', { id, ifMatch: version, body })
  show(frame, await read(frame, id))
}

type Change = 'POST /api/payroll-runs/[id]/send-backs' | 'POST /api/payroll-runs/[id]/cancellations' | 'POST /api/payroll-runs/[id]/recalls'

function change(run: Command, frame: Frame, name: string, words: string, route: Change): void {
  run
    .command(`${name} <run>`)
    .description(words)
    .requiredOption('--reason <text>', 'why, for whoever reads the history')
    .action(async (named: string, { reason }: Reason) => {
      const { id, version } = await read(frame, named)
      await frame.call(route, { id, ifMatch: version, body: { reason } })
      show(frame, await read(frame, id))
    })
}

const read = async (frame: Frame, named: string): Promise<Run> =>
  frame.call('GET /api/payroll-runs/[id]', { id: await findRun(frame, named) })

function show(frame: Frame, run: Run): void {
  frame.facts(
    {
      Run: run.reference,
      Company: run.companyName,
      Period: run.period,
      'Pay date': run.payDate,
      State: run.status,
      Payouts: run.lines,
      Total: sums(run.totals),
      'Prepared by': run.preparedByName,
      'Submitted by': run.submittedByName,
      'Approved by': run.approvedByName,
      'To the bank': time(run.releaseAt),
      Seal: run.seal,
    },
    run,
  )
}

/** What of the repetition was looked at, as the server wants it back. */
function seenOf(repetition: Run['repetition']) {
  const runs = repetition?.runs.map(({ reference, people, paid, same }) => ({ reference, people, paid, same })) ?? []
  return { equalLines: repetition?.equalLines ?? 0, runs }
}
