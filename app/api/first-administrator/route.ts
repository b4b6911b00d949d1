import { z } from 'zod'
import { openDoor } from '@/app/http/open-door'
import { firstAdministrator } from '@/app/http/set-up-inputs'
import { linkIdOf } from '@/payroll/set-up/sign-in-links'
import { makeFirstAdministrator } from '@/payroll/set-up/use-link'

/** Makes the first administrator of an installation that has nobody yet, by the link that its process has printed. */
export const POST = openDoor(
  {
    permission: 'public',
    body: firstAdministrator,
    response: z.strictObject({ userId: z.string() }),
    errors: ['foreign-origin', 'busy', 'bug', 'store-error', 'disk-full', 'link-gone'],
  },
  async ({ ledger, auth, secret, body: { token, password, ...person }, call }) => {
    const id = linkIdOf(token, secret)
    // Hashing is work that nobody may make us do with a link of their own.
    const passwordHash = id === null ? '' : await (await auth.$context).password.hash(password)
    return makeFirstAdministrator(ledger, call, id, { ...person, passwordHash })
  },
)
