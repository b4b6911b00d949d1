import type { Command } from 'commander'
import { readConfig } from '@/platform/config'
import { adoptDatabase, unknownTo } from '@/workers/bank-gateway/adopt'
import { openFolders } from '@/workers/bank-gateway/folders'
import { Wrong } from '../failures'
import type { Frame } from '../frame'
import { withOwner } from '../installation'

/** Going on with a restored database: a person's decision, and never PayLedger's own. */
export function add(program: Command, frame: Frame): void {
  program
    .command('adopt-database')
    .description('continue with a restored database, as its owner (DATABASE_URL), beside the bank’s folders (BANK_DIR)')
    .requiredOption('--reason <text>', 'why the newest database is lost for good')
    .option('--dry-run', 'say what would become of it, and change nothing')
    .action(async ({ reason, dryRun }: { reason: string; dryRun?: true }) => {
      if (reason.trim() === '') throw new Wrong('Give a reason.')
      const folders = await openFolders(readConfig('BANK_DIR').BANK_DIR)
      await withOwner(async ({ ledger, call }) => {
        const unknown = await unknownTo(ledger, folders)
        if (unknown.why === null) throw new Wrong('This database is the one payments are made from. There is nothing to adopt.')
        frame.say(`Why payments are stopped: ${unknown.why}.`)
        frame.say(`Files that went to the bank and are not in this database: ${unknown.handedOver.length}`)
        if (!unknown.areAll)
          frame.say('There may be others. Ask each bank what it got since the backup: every payout that could still go out is put on hold.')
        frame.say(`Files from the bank that are not in it: ${unknown.arrived.length}`)
        if (dryRun) {
          const rows = unknown.handedOver.map(({ fileName, handedOverAt, payments }) => ({
            File: fileName,
            Written: handedOverAt.toISOString(),
            Payments: payments.length,
          }))
          // Whose account it was paid from is no business of whoever reads over the shoulder.
          const handedOver = unknown.handedOver.map(({ account: _, ...file }) => file)
          return frame.table(['File', 'Written', 'Payments'], rows, { ...unknown, handedOver })
        }
        const adoption = await adoptDatabase(ledger, folders, call(new Date()), unknown, reason.trim())
        frame.facts(
          {
            Era: adoption.era,
            'Did the bank get it?': adoption.inDoubt.join(', ') || 'no file',
            'To account for': adoption.unaccounted.join(', ') || 'no file',
            'Payouts on hold': adoption.held,
            'Bank files read again': unknown.arrived.length,
          },
          { ...adoption, arrived: unknown.arrived },
        )
        frame.say('Start every process again. Search and finance are filled anew from the first event.')
        if (adoption.inDoubt.length > 0) frame.say('Coordinators now find a question about each such file on the page of its run.')
        if (adoption.unaccounted.length > 0)
          frame.say(
            'Nothing more is paid for the companies of the others until you have said what became of them: payledger unaccounted-file.',
          )
      })
    })
}
