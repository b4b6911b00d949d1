/** Dead letters on the command line: looked at, tried, read again or given up. */
import { type Command, Option } from 'commander'
import { followRepair } from './follow-repair'
import { EXIT, type Frame } from './frame'
import { time } from './words'

type Meant = { copy?: 'search' | 'finance'; cause?: Cause; schema?: string; all?: true }
type MeantWithReason = Meant & { reason: string }

const COPIES = ['search', 'finance'] as const
const CAUSES = ['no-place', 'no-value', 'not-json', 'unknown-schema', 'unknown-type', 'malformed', 'rejected-by-copy'] as const
type Cause = (typeof CAUSES)[number]

const copyOption = () => new Option('--copy <copy>', 'which copy').choices([...COPIES])
const causeOption = () => new Option('--cause <cause>', 'those of one cause').choices([...CAUSES])

/** `ops dead-letters …`. */
export function addDeadLetters(ops: Command, frame: Frame): void {
  const letters = ops.command('dead-letters').description('events that a copy could not take')
  letters
    .command('list')
    .description('by cause; with --copy one by one, the newest first')
    .addOption(copyOption())
    .addOption(causeOption())
    .option('--schema <name>', 'those of one contract, such as urn:payledger:payout:1')
    .option('--state <state>', 'open or settled', 'open')
    .action((asked: Meant & { state: string }) => (asked.copy === undefined ? listGroups(frame) : listLetters(frame, asked)))
  letters
    .command('show <letter>')
    .description('one, such as search-1-3-5124: where it lies, what it says with names and accounts masked, and what became of it')
    .action((id: string) => show(frame, id))
  letters
    .command('try <letter>')
    .description('whether it can be read today, and what would change; writes nothing, and exits with 1 when it cannot be read')
    .action((id: string) => tryOne(frame, id))
  letters
    .command('redrive [letter]')
    .description('read one, those of a cause, or with --all every one of a copy again, and wait until they are proven')
    .addOption(copyOption())
    .addOption(causeOption())
    .option('--schema <name>', 'those of one contract')
    .option('--all', 'all of the copy')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string | undefined, asked: MeantWithReason) => {
      const repair = await frame.call('POST /api/operations/dead-letters/redrives', { body: meant(id, asked) })
      await followRepair(frame, repair.id)
    })
  letters
    .command('discard [letter]')
    .description('ask that one, or those of a cause, are given up for good; somebody else confirms it with --confirm')
    .addOption(copyOption())
    .addOption(causeOption())
    .option('--schema <name>', 'those of one contract')
    .option('--reason <text>', 'why')
    .option('--confirm <repair>', 'confirm what somebody else asked for')
    .action((id: string | undefined, asked: Meant & { reason?: string; confirm?: string }) => discard(frame, id, asked))
}

/** @throws Error where nothing, or not enough, says which are meant. */
function meant(id: string | undefined, { copy, cause, schema, all, reason }: MeantWithReason) {
  const own = id?.split('-')[0]
  const of = own === 'search' || own === 'finance' ? own : copy
  if (of === undefined) throw new Error('Name a letter, or a copy with --copy.')
  if (id === undefined && cause === undefined && !all)
    throw new Error('Name a letter, a cause with --cause, or all of the copy with --all.')
  return { copy: of, id: id ?? null, cause: cause ?? null, schema: schema ?? null, reason }
}

async function listGroups(frame: Frame): Promise<void> {
  const found = await frame.call('GET /api/operations/dead-letters/groups')
  const rows = found.groups.map((each) => ({
    ...{ Copy: each.copy, Cause: each.cause, Contract: each.schema, Events: each.count, 'Last hour': each.lastHour },
    ...{ Newest: time(each.newestAt), Reason: each.reason },
  }))
  frame.table(['Copy', 'Cause', 'Contract', 'Events', 'Last hour', 'Newest', 'Reason'], rows, found)
  if (found.unknownIn.length > 0) {
    frame.say(`Not responding: ${found.unknownIn.join(', ')}`)
    process.exitCode = EXIT.refused
  }
}

/** Every page of them, as long as it takes. */
async function listLetters(frame: Frame, { copy = 'search', cause, schema, state }: Meant & { state: string }): Promise<void> {
  const letters = []
  for (let after: string | null = null; ; ) {
    const query: Record<string, string> = { copy, state, ...(cause && { cause }), ...(schema && { schema }), ...(after && { after }) }
    const page: { letters: Listed[]; next: string | null } = await frame.call('GET /api/operations/dead-letters', { query })
    letters.push(...page.letters)
    if (page.next === null) break
    after = page.next
  }
  const rows = letters.map((each) => ({
    ...{ Letter: each.id, Position: each.position, Cause: each.cause, Came: time(each.at) },
    ...{ Became: each.settled?.how ?? (each.tried?.reason ? 'failed again' : null), Reason: each.tried?.reason ?? each.reason },
  }))
  frame.table(['Letter', 'Position', 'Cause', 'Came', 'Became', 'Reason'], rows, letters)
}

type Listed = {
  id: string
  position: string | null
  cause: string
  at: string
  reason: string
  tried: { reason: string | null } | null
  settled: { how: string } | null
}

async function show(frame: Frame, id: string): Promise<void> {
  const letter = await frame.call('GET /api/operations/dead-letters/[id]', { id })
  const { shown, holdsUp, decision } = letter
  frame.facts(
    {
      ...{
        Letter: letter.id,
        Cause: letter.cause,
        Reason: letter.reason,
        Contract: letter.schema,
        Position: letter.position,
        After: letter.after,
      },
      ...{ Partition: letter.partition, Offset: letter.offset, Came: time(letter.at), 'Failed again': letter.tried?.reason ?? null },
      ...{ Settled: letter.settled?.how ?? null, Payout: holdsUp.payoutId, Version: holdsUp.version, 'The copy has': holdsUp.heldVersion },
      Decision: decision && `${decision.askedBy} and ${decision.confirmedBy ?? 'nobody yet'}: ${decision.reason}`,
      ...{ Bytes: shown.bytes, 'SHA-256': shown.sha256 },
    },
    letter,
  )
  for (const line of shown.lines) frame.say(line)
}

async function tryOne(frame: Frame, id: string): Promise<void> {
  const trial = await frame.call('GET /api/operations/dead-letters/[id]/trial', { id })
  const { outcome, reason, payoutId, version, heldVersion } = trial
  frame.facts({ Outcome: outcome, Reason: reason, Payout: payoutId, Version: version, 'The copy has': heldVersion }, trial)
  for (const { field, expected, actual } of trial.changes) frame.say(`${field}: ${actual ?? 'nothing'} would be ${expected ?? 'nothing'}`)
  if (outcome === 'unreadable' || outcome === 'no-place') process.exitCode = EXIT.refused
}

async function discard(
  frame: Frame,
  id: string | undefined,
  { confirm, reason, ...asked }: Meant & { reason?: string; confirm?: string },
): Promise<void> {
  if (confirm !== undefined) {
    await frame.call('POST /api/operations/repairs/[id]/confirmations', { id: confirm })
    return followRepair(frame, confirm)
  }
  if (reason === undefined) throw new Error('Give a reason with --reason.')
  const repair = await frame.call('POST /api/operations/dead-letters/discards', { body: meant(id, { ...asked, reason }) })
  frame.facts(
    { Repair: repair.id, State: 'waits for a second person', Confirm: `payledger ops dead-letters discard --confirm ${repair.id}` },
    repair,
  )
}
