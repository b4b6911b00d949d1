import type { Command } from 'commander'
import { addDeadLetters } from '../dead-letters'
import { askAndFollow } from '../follow-repair'
import { EXIT, type Frame } from '../frame'
import { addUpkeep } from '../upkeep'
import { time } from '../words'

const LOOK_MS = 500

/** What operators ask of the whole: whether the stores agree, and that a copy is made anew. */
export function add(program: Command, frame: Frame): void {
  const ops = program.command('ops').description('whether ledger, search and finance agree, and repairs')
  ops
    .command('compare')
    .description('compare the stores now, and wait for what is found; 1 when something differs or could not be compared')
    .option('--deep', 'read every payout back, instead of believing what was stored beside it')
    .action(async ({ deep }: { deep?: true }) => {
      const { id } = await frame.call('POST /api/operations/comparisons', { body: { tier: deep ? 'deep' : 'quick' } })
      frame.say('Comparing …')
      for (;;) {
        const found = await frame.call('GET /api/operations/comparisons/[id]', { id })
        if (found.state === 'asked' || found.state === 'running') {
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
          continue
        }
        const facts = {
          Comparison: found.tier,
          State: found.state,
          Differences: found.mismatches,
          Payouts: found.payouts,
          'Up to event': found.position,
          'Left out': found.copies.flatMap(({ copy, leftOut }) => (leftOut === null ? [] : [`${copy}: ${leftOut}`])).join('; ') || null,
          Took: found.tookMs === null ? null : `${(found.tookMs / 1_000).toFixed(1)} s`,
          Failure: found.failure,
        }
        frame.facts(facts, found)
        if (found.mismatches !== 0 || facts['Left out'] !== null) process.exitCode = EXIT.refused
        return
      }
    })
  ops
    .command('mismatches')
    .description('what differs, the newest first')
    .option('--state <state>', 'open, explained or repaired', 'open')
    .action(async ({ state }: { state: string }) => {
      const page = await frame.call('GET /api/operations/mismatches', { query: { state } })
      const rows = page.mismatches.map((each) => ({
        In: each.store,
        What: `${each.kind} ${each.subject}`,
        Cause: each.cause,
        Fields: each.fields
          .map(({ field }) => field)
          .join(', ')
          .slice(0, 60),
        Found: time(each.foundAt),
        Id: each.id,
      }))
      frame.table(['In', 'What', 'Cause', 'Fields', 'Found', 'Id'], rows, page)
    })
  addRepairs(ops, frame)
}

function addRepairs(ops: Command, frame: Frame): void {
  ops
    .command('why <payout>')
    .description('one payout in ledger, search and finance, and why they differ; 1 when they do')
    .action(async (id: string) => why(frame, id))
  ops
    .command('rebuild-search')
    .description('make search anew beside the index that answers, and wait until it is proven equal to the ledger')
    .requiredOption('--reason <text>', 'why')
    .action(({ reason }: Reason) => askAndFollow(frame, { kind: 'rebuild-search', reason }))
  ops
    .command('rebuild-finance')
    .description('publish the figures of finance anew from what has landed, and wait until they are compared with the ledger')
    .option('--mart <name>', 'this one alone: refused where another would change as well')
    .requiredOption('--reason <text>', 'why')
    .action(({ reason, mart }: Reason & { mart?: string }) =>
      askAndFollow(frame, { kind: 'rebuild-finance', reason, ...(mart && { mart }) }),
    )
  ops
    .command('refill-finance')
    .description('fill finance anew from Kafka beside the present landing, and wait until it is proven equal to the ledger')
    .requiredOption('--reason <text>', 'why')
    .action(({ reason }: Reason) => askAndFollow(frame, { kind: 'refill-finance', reason }))
  ops
    .command('replay-payouts')
    .argument('[payouts...]', 'ids')
    .description('write payouts to search and finance again from their events, by their ids, or what a comparison found to differ')
    .option('--mismatch <id>', 'the payout of one difference, in the copy that differs')
    .option('--open', 'all payouts that differ now, up to a thousand')
    .requiredOption('--reason <text>', 'why')
    .action((payouts: string[], { reason, mismatch, open }: Reason & { mismatch?: string; open?: true }) => {
      const about = { ...(mismatch && { mismatch }), ...(open && { differences: 'open' as const }), ...(payouts.length > 0 && { payouts }) }
      return askAndFollow(frame, { kind: 'replay-payouts', reason, ...about })
    })
  ops
    .command('replay-from')
    .argument('<event>', 'its position')
    .description('write every event from one on to search and finance again, from Kafka; what they have as the events say stays as it is')
    .option('--in <copy>', 'search or finance alone')
    .option('--era <era>', 'of which the position is; refused when another has begun')
    .requiredOption('--reason <text>', 'why')
    .action((fromPosition: string, { reason, in: copy, era }: Reason & { in?: 'search' | 'finance'; era?: string }) =>
      askAndFollow(frame, {
        ...{ kind: 'replay-from', reason, fromPosition },
        ...(copy && { copies: [copy] }),
        ...(era !== undefined && { era: Number(era) }),
      }),
    )
  ops
    .command('refill-kafka')
    .description('have the relay delete the topic of the events and fill it anew from the journal, and wait until it is proven equal to it')
    .requiredOption('--reason <text>', 'why')
    .action(({ reason }: Reason) => askAndFollow(frame, { kind: 'refill-kafka', reason }))
  ops
    .command('cancel-repair')
    .argument('<id>', 'of the repair')
    .description('give a repair up; what answers now goes on to')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: Reason) => {
      const cancelled = await frame.call('POST /api/operations/repairs/[id]/cancellations', { id, body: { reason } })
      frame.facts({ Repair: cancelled.id, State: cancelled.state }, cancelled)
    })
  addUpkeep(ops, frame)
  addDeadLetters(ops, frame)
}

async function why(frame: Frame, id: string): Promise<void> {
  const found = await frame.call('GET /api/operations/payouts/[id]/copies', { id })
  const { version, lastEvent, kafka } = found.ledger
  const versionOf = (name: string) => found.copies.find((each) => each.name === name)?.version ?? null
  frame.facts(
    {
      Answer: found.summary,
      'What to do': [...new Set(found.copies.flatMap(({ explanation }) => explanation.remedy?.text ?? []))].join(' ') || null,
      Ledger: version && `version ${version}`,
      'Last event': lastEvent && `${lastEvent.type}, ${time(lastEvent.recordedAt)}`,
      Position: kafka.position,
      Kafka: `partition ${kafka.partition}, ${kafka.offset === null ? kafka.state : `offset ${kafka.offset}`}`,
      Search: versionOf('search') && `version ${versionOf('search')}`,
      Finance: versionOf('finance') && `version ${versionOf('finance')}`,
      'Fields that differ':
        found.fields
          .filter(({ isSame }) => !isSame)
          .map(({ field }) => field)
          .join(', ') || null,
    },
    found,
  )
  if (!found.agrees) process.exitCode = EXIT.refused
}

type Reason = { reason: string }
