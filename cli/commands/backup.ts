import { join } from 'node:path'
import type { Command } from 'commander'
import { makeBackup } from '@/operations/backup/make-backup'
import { readConfig } from '@/platform/config'
import type { Frame } from '../frame'

/** A backup of everything that cannot be made again, while PayLedger runs. */
export function add(program: Command, frame: Frame): void {
  program
    .command('backup')
    .description('copy the database (as DATABASE_URL, with the right REPLICATION) and the bank’s folders, while everything runs')
    .requiredOption('--to <folder>', 'where backups lie; each gets a folder of its own')
    .action(async ({ to }: { to: string }) => {
      const { DATABASE_URL, BANK_DIR, ...keys } = readConfig('DATABASE_URL', 'BANK_DIR', 'ACCOUNT_HASH_KEY', 'EVENTS_KEY', 'AUTH_SECRET')
      const now = new Date()
      const folder = join(to, `payledger-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`)
      const contents = await makeBackup(folder, { databaseUrl: DATABASE_URL, bankDir: BANK_DIR, keys, now, say: frame.say })
      const megabytes = contents.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
      frame.facts({ Backup: folder, Size: `${megabytes.toFixed(1)} MB` }, { folder, ...contents })
      frame.say('Its keys are not in it: keep ACCOUNT_HASH_KEY, EVENTS_KEY and AUTH_SECRET elsewhere.')
    })
}
