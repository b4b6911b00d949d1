/** Asks for a repair of a copy and follows any to its end. */
import type { BodyOf } from '@/app/call-api'
import { EXIT, type Frame } from './frame'

const LOOK_MS = 2_000

/** Says what it would do, asks for it, and waits until it has ended; 1 when it was refused or cancelled. */
export async function askAndFollow(frame: Frame, body: BodyOf<'POST /api/operations/repairs'>): Promise<void> {
  const { reason: _, ...asked } = body
  const plan = await frame.call('POST /api/operations/repairs/plans', { body: asked })
  const parts = [
    ...(plan.payouts === null ? [] : [`${plan.payouts} payouts in ${plan.copies.join(' and ')}`]),
    ...(plan.events > 0 ? [`up to ${plan.events} events to read again`] : []),
    plan.expectedMs === null
      ? 'nobody has measured yet how long it takes'
      : `about ${Math.ceil(plan.expectedMs / 1_000)} s, as the last one`,
  ]
  frame.say(`${asked.kind}: ${parts.join('; ')}`)
  const { id } = await frame.call('POST /api/operations/repairs', { body })
  return followRepair(frame, id)
}

/** Waits until it has ended, and says how; 1 when it was refused or cancelled. */
export async function followRepair(frame: Frame, id: string): Promise<void> {
  frame.say(`Repair ${id}`)
  for (;;) {
    const repair = await frame.call('GET /api/operations/repairs/[id]', { id })
    if (repair.endedAt === null) {
      if (repair.eventsTotal !== null)
        frame.say(`${repair.state}: ${repair.eventsTotal - (repair.eventsLeft ?? 0)} of ${repair.eventsTotal} events`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      continue
    }
    const changedIn = (copy: 'search' | 'landing' | 'finance') => repair.report?.[copy]?.changedCount ?? null
    const facts = {
      Repair: id,
      State: repair.state,
      Outcome: repair.outcome,
      'Compared payouts': repair.proof?.payouts ?? null,
      'Compared events': repair.proof?.events ?? null,
      'Changed in search': changedIn('search'),
      'Changed in finance': changedIn('finance'),
      'Events landed otherwise': changedIn('landing'),
      'Marts that changed':
        repair.report?.finance?.marts.flatMap((each) => (each.before?.hash === each.after?.hash ? [] : [each.mart])).join(', ') || null,
    }
    frame.facts(facts, repair)
    if (repair.state !== 'done') process.exitCode = EXIT.refused
    return
  }
}
