import type { Command } from 'commander'
import { restoreBackup } from '@/operations/backup/restore-backup'
import { readConfig } from '@/platform/config'
import type { Frame } from '../frame'

/** Puts a backup back, beside whatever is there. */
export function add(program: Command, frame: Frame): void {
  program
    .command('restore')
    .description('unpack a backup: the database into a new folder, and the bank’s folders (BANK_DIR) where there are none')
    .argument('<backup>', 'the folder of one backup')
    .requiredOption('--postgres <folder>', 'an empty folder, for a PostgreSQL server to start on')
    .action(async (backup: string, { postgres }: { postgres: string }) => {
      const { BANK_DIR, ...keys } = readConfig('BANK_DIR', 'ACCOUNT_HASH_KEY', 'EVENTS_KEY', 'AUTH_SECRET')
      const { contents, bankFolders } = await restoreBackup(backup, postgres, BANK_DIR, keys)
      frame.facts(
        { Database: postgres, 'Made at': contents.madeAt, PostgreSQL: contents.postgres, 'Bank’s folders': bankFolders },
        { ...contents, postgres, bankFolders },
      )
      frame.say(`Give ${postgres} to the account of PostgreSQL ${contents.postgres.split('.')[0]}, and start it there.`)
      frame.say('Payments are stopped until you continue with it: payledger adopt-database.')
    })
}
