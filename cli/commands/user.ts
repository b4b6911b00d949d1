import { type Command, Option } from 'commander'
import { ROLES } from '@/access/permissions'
import { linkForNewUser } from '@/payroll/set-up/local-user'
import { tokenOf } from '@/payroll/set-up/sign-in-links'
import { Wrong } from '../failures'
import type { Frame } from '../frame'
import { withInstallation } from '../installation'

/** People, made on the machine itself: the first administrator, or one when the others are gone. */
export function add(program: Command, frame: Frame): void {
  const user = program.command('user').description('people (on the installation’s own machine)')
  user
    .command('create')
    .description('make a person, and print the link by which they choose a password')
    .requiredOption('--email <address>', 'they sign in with it')
    .requiredOption('--name <name>', 'as others see it')
    .option('--admin', 'as an administrator')
    .addOption(new Option('--role <role...>', 'one or several').choices(ROLES).default([]))
    .action(async ({ email, name, admin, role }: { email: string; name: string; admin?: true; role: string[] }) => {
      const roles = [...new Set([...role, ...(admin ? ['admin'] : [])])]
      if (roles.length === 0) throw new Wrong('Give --admin, or --role with what they may do.')
      await withInstallation(async ({ ledger, secret, appUrl, call }) => {
        const made = await linkForNewUser(ledger, call(new Date()), { email: email.trim().toLowerCase(), name: name.trim(), roles })
        if (made === null) throw new Wrong(`Someone with the address ${email} is already there.`)
        const link = `${appUrl}/choose-password?token=${tokenOf(made.linkId, secret)}`
        frame.facts({ Person: name, Roles: roles.join(', '), Link: link }, { userId: made.userId, roles, link })
        frame.say('Whoever has the link can choose the password. It works once, for 7 days.')
      })
    })
}
