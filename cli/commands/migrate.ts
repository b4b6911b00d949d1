import type { Command } from 'commander'
import { readConfig } from '@/platform/config'
import { migrate } from '@/stack/migrate'
import type { Frame } from '../frame'

/** The database's schema. */
export function add(program: Command, frame: Frame): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema, as its owner (DATABASE_URL)')
    .action(async () => {
      await migrate(readConfig('DATABASE_URL').DATABASE_URL)
      frame.say('The schema is the newest.')
    })
}
