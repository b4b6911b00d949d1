import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { Wrong } from '../failures'
import type { Frame } from '../frame'
import { time } from '../words'

/** Files from the banks. */
export function add(program: Command, frame: Frame): void {
  const file = program.command('bank-file').description('files from the banks')
  file
    .command('list')
    .description('the newest files')
    .option('--find <text>', 'file name, message id or run')
    .action(async ({ find }: { find?: string }) => {
      const page = await frame.call('GET /api/bank-messages', { query: find === undefined ? {} : { find } })
      const rows = page.messages.map((each) => ({
        File: each.fileName,
        Kind: each.kind,
        State: each.status,
        Settled: each.settled,
        Failed: each.failed,
        Exceptions: each.findings,
        Received: time(each.createdAt),
        Id: each.id,
      }))
      frame.table(['File', 'Kind', 'State', 'Settled', 'Failed', 'Exceptions', 'Received', 'Id'], rows, page)
    })
  file
    .command('get <id>')
    .description('the bytes of a file, as they came')
    .option('-o, --output <path>', 'where to; else to stdout')
    .action(async (id: string, { output }: { output?: string }) => {
      const bytes = await frame.download('GET /api/bank-messages/[id]/file', { id })
      if (output === undefined) process.stdout.write(bytes)
      else {
        writeFileSync(output, bytes, { flag: 'wx' })
        frame.say(`${bytes.length} bytes written to ${output}.`)
      }
    })
  file
    .command('apply <file>')
    .description('propose a bank file that did not arrive by itself; a second person confirms it')
    .option('--reason <text>', 'how you got it')
    .option('--dry-run', 'show what it would change, and propose nothing')
    .action((path: string, options: { reason?: string; dryRun?: true }) => apply(frame, path, options))
}

async function apply(frame: Frame, path: string, { reason, dryRun }: { reason?: string; dryRun?: true }): Promise<void> {
  if (!dryRun && reason === undefined) throw new Wrong('Give --reason with how you got the file, or --dry-run.')
  const form = () => {
    const made = new FormData()
    made.append('file', new Blob([readFileSync(path)]), basename(path))
    return made
  }
  const would = await frame.call('POST /api/bank-messages', { query: { dryRun: 'true' }, form: form() })
  if (!('changesTotal' in would)) throw new Error('The server answered with something else than a preview.')
  if (dryRun) {
    const rows = would.changes.map((each) => ({ Payee: each.name, Was: each.was, Becomes: each.becomes, Reason: each.reasonCode }))
    frame.table(['Payee', 'Was', 'Becomes', 'Reason'], rows, would)
    return frame.say(`It would change ${would.changesTotal} payouts. Nothing was proposed.`)
  }
  const sent = form()
  sent.append('reason', reason ?? '')
  sent.append('effect', would.effect)
  const proposed = await frame.call('POST /api/bank-messages', { form: sent })
  if (!('id' in proposed)) throw new Error('The server answered with something else than a proposal.')
  frame.facts({ Proposal: proposed.id, State: proposed.state, Changes: would.changesTotal }, proposed)
  frame.say('A second person has to confirm it.')
}
