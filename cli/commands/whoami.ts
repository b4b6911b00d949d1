import type { Command } from 'commander'
import type { Frame } from '../frame'

/** Whose key it is, and what it may do. */
export function add(program: Command, frame: Frame): void {
  program
    .command('whoami')
    .description('whose API key this is, and what it may do')
    .action(async () => {
      const me = await frame.call('GET /api/session')
      frame.facts(
        {
          Name: me.name,
          'E-mail': me.email,
          Roles: me.roles.join(', '),
          Companies: me.companies === null ? 'every company' : `${me.companies.length}`,
          Permissions: me.permissions.join(', '),
        },
        me,
      )
    })
}
