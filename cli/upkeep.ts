/** What operators do to the installation itself. */
import type { Command } from 'commander'
import { BACK_LIMIT_MS, END_LIMIT_MS } from '@/operations/worker-restarts'
import { EXIT, type Frame } from './frame'
import { time } from './words'

const LOOK_MS = 1_000

type Reason = { reason: string }

/** `ops restart`, `ops end-session`, `ops read-again`. */
export function addUpkeep(ops: Command, frame: Frame): void {
  ops
    .command('restart')
    .argument('<process>', 'such as search-projector')
    .description('ask a process to end in order, so that its supervisor starts it again, and wait until it is back; 1 when it is not')
    .requiredOption('--reason <text>', 'why')
    .action((name: string, { reason }: Reason) => restartWorker(frame, name, reason))
  ops
    .command('end-session')
    .argument('<pid>', 'the process of Postgres, as the operations page names it')
    .description('end the session that holds the relay back; what it has not committed is rolled back')
    .requiredOption('--reason <text>', 'why')
    .action((pid: string, { reason }: Reason) => endSession(frame, Number(pid), reason))
  ops
    .command('read-again')
    .argument('[id]', 'of the file, as the list without it names it')
    .description('have the gateway read a bank’s file again that it could not read; without an id, list them')
    .option('--reason <text>', 'why')
    .action((id: string | undefined, { reason }: Partial<Reason>) => readAgain(frame, id, reason))
}

async function readAgain(frame: Frame, id: string | undefined, reason: string | undefined): Promise<void> {
  if (id === undefined) {
    const { asideFiles } = await frame.call('GET /api/operations/status')
    const rows = asideFiles.map(({ id, fileName, receivedAt, note, reading }) => ({
      File: fileName,
      Received: time(receivedAt),
      Why: (reading?.outcome ?? note ?? '').slice(0, 80),
      Id: id,
    }))
    return frame.table(['File', 'Received', 'Why', 'Id'], rows, asideFiles)
  }
  if (reason === undefined) {
    frame.say('Say why with --reason.')
    process.exitCode = EXIT.usedWrongly
    return
  }
  const asked = await frame.call('POST /api/operations/readings', { body: { file: id, reason } })
  frame.facts({ File: asked.fileName, State: 'the gateway reads it again' }, asked)
}

/** 1 when it holds nothing back, or was not ended. */
async function endSession(frame: Frame, pid: number, reason: string): Promise<void> {
  const { workers } = await frame.call('GET /api/operations/status')
  const held = workers.map(({ heldBack }) => heldBack).find((each) => each?.pid === pid)
  if (!held?.session) {
    frame.say(
      held
        ? 'The relay may not see that session: whoever looks after Postgres must end it.'
        : `Process ${pid} does not hold the relay back.`,
    )
    process.exitCode = EXIT.refused
    return
  }
  const { xid, backendStart, xactStart } = held.session
  const { found } = await frame.call('POST /api/operations/ended-sessions', { body: { pid, xid, backendStart, xactStart, reason } })
  frame.facts({ Ended: pid, Application: found.application, User: found.user, State: found.state, 'Age, s': found.ageSeconds }, found)
}

/** 1 when it was not back within the time that supervisors take. */
async function restartWorker(frame: Frame, name: string, reason: string): Promise<void> {
  const { workers } = await frame.call('GET /api/operations/status')
  const worker = workers.find(({ process }) => process === name)
  if (!worker?.instance) {
    frame.say(worker ? `${name} has not told of itself, so it cannot be asked.` : `No process is called ${name}.`)
    process.exitCode = EXIT.refused
    return
  }
  const { id } = await frame.call('POST /api/operations/restarts', { body: { instance: worker.instance, reason } })
  frame.say(`Asked ${name} to restart …`)
  for (const deadline = performance.now() + END_LIMIT_MS + BACK_LIMIT_MS; ; ) {
    const { restarts } = await frame.call('GET /api/operations/restarts')
    const found = restarts.find((each) => each.id === id)
    const isLate = performance.now() > deadline
    if (!found || (found.backAt === null && !isLate)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      continue
    }
    const { askedAt, endedAt, backAt } = found
    const facts = { Process: name, Asked: time(askedAt), Ended: endedAt && time(endedAt), 'Back since': backAt && time(backAt) }
    frame.facts(facts, found)
    if (backAt !== null) return
    frame.say(endedAt === null ? 'It has not ended: its supervisor must end it.' : 'Nobody has started it again: its supervisor must.')
    process.exitCode = EXIT.refused
    return
  }
}
