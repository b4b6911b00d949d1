import { type Command, InvalidArgumentError, Option } from 'commander'
import { newSecret, tokenOf } from '@/access/api-key'
import { may, PERMISSIONS, type Role } from '@/access/permissions'
import { makeApiKey } from '@/payroll/set-up/api-keys'
import { findService, findUser } from '@/payroll/set-up/people'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { Wrong } from '../failures'
import type { Frame } from '../frame'
import { type Installation, withInstallation } from '../installation'

const DAY_MS = 86_400_000

/** API keys, made on the machine itself. */
export function add(program: Command, frame: Frame): void {
  program
    .command('key')
    .description('API keys (on the installation’s own machine)')
    .command('create')
    .description('make an API key for a person or a service, and print it once')
    .option('--email <address>', 'the person whose it is')
    .option('--service <name>', 'the service whose it is')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--permission <permission...>', 'what it may do; all that they may when left out').choices(PERMISSIONS))
    .option('--days <number>', 'how long it lasts', wholeDays, 90)
    .action((options: Asked) => create(frame, options))
}

type Asked = { email?: string; service?: string; name: string; permission?: string[]; days: number }

async function create(frame: Frame, { email, service, name, permission, days }: Asked): Promise<void> {
  if ((email === undefined) === (service === undefined))
    throw new Wrong('Give --email with a person, or --service with the name of a service.')
  await withInstallation(async ({ ledger, call }) => {
    const user = await ownerOf(ledger, { email, service })
    const kind = service === undefined ? 'person' : 'service'
    const theirs = PERMISSIONS.filter((each) => may({ kind, roles: user.roles as Role[] }, each))
    const permissions = permission ?? theirs
    const beyond = permissions.find((each) => !theirs.some((own) => own === each))
    if (beyond) throw new Wrong(`${user.name} may not do that: ${beyond}.`)
    const { secret, hash } = newSecret()
    const now = new Date()
    const expiresAt = new Date(now.getTime() + days * DAY_MS)
    const { result } = await makeApiKey(ledger, call(now), {
      userId: user.id,
      name,
      secretHash: hash,
      permissions,
      companies: [],
      expiresAt,
    })
    if (!result.ok) throw new Wrong(sentenceOf(result.rejection))
    const token = tokenOf(result.value.id, secret)
    frame.facts(
      {
        Key: token,
        [service === undefined ? 'Person' : 'Service']: user.name,
        Permissions: permissions.join(', '),
        Expires: expiresAt.toISOString(),
      },
      { id: result.value.id, token, permissions },
    )
    frame.say('Keep it now: it is not shown again.')
  })
}

async function ownerOf(
  ledger: Installation['ledger'],
  { email, service }: Pick<Asked, 'email' | 'service'>,
): Promise<{ id: string; name: string; roles: string[] }> {
  const found = service === undefined ? await findUser(ledger, email ?? '') : await findService(ledger, service)
  if (!found) throw new Wrong(service === undefined ? `There is nobody with the address ${email}.` : `There is no service ${service}.`)
  return found
}

function wholeDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 365) throw new InvalidArgumentError('1 to 365 days.')
  return days
}
