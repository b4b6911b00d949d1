import type { Command } from 'commander'
import { readConfig } from '@/platform/config'
import { migrate, type Pending, pendingMigrations } from '@/stack/migrate'
import { Wrong } from '../failures'
import type { Frame } from '../frame'

/** The database's schema. */
export function add(program: Command, frame: Frame): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema, as its owner (DATABASE_URL)')
    .option('--dry-run', 'name what would be applied, in order, and change nothing')
    .action(async ({ dryRun }: { dryRun?: true }) => {
      const { DATABASE_URL: url } = readConfig('DATABASE_URL')
      const found = await pendingMigrations(url)
      if (dryRun) return tell(frame, found)
      await migrate(url)
      frame.facts({ Applied: found.pending.length }, { applied: found.pending })
      frame.say('The schema is the newest.')
    })
}

function tell(frame: Frame, found: Pending): void {
  const { pending, unknown } = found
  frame.table(
    ['Would be applied'],
    pending.map((name) => ({ 'Would be applied': name })),
    found,
  )
  frame.say(saysOf(found))
  if (unknown.length > 0)
    throw new Wrong(
      `This database has migrations that this version does not know (${unknown.join(', ')}): a newer version was here. Use that one.`,
    )
}

function saysOf({ database, pending }: Pending): string {
  const count = pending.length === 1 ? 'One migration' : `${pending.length} migrations`
  if (database === 'absent') return `The database does not exist yet: it would be made, and ${count} applied. Nothing was changed.`
  if (database === 'empty') return `The database is empty: ${count} would be applied. Nothing was changed.`
  return pending.length === 0 ? 'The schema is the newest.' : `${count} would be applied. Nothing was changed.`
}
