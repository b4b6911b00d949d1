import { z } from 'zod'
import { openDoor } from '@/app/http/open-door'
import { chosenPassword } from '@/app/http/set-up-inputs'
import { linkIdOf } from '@/payroll/set-up/sign-in-links'
import { choosePassword } from '@/payroll/set-up/use-link'

/** Chooses a password by a link: of an invitation, or of a reset. The link is used up, and every session of before has ended. */
export const POST = openDoor(
  {
    permission: 'public',
    body: chosenPassword,
    response: z.strictObject({ userId: z.string() }),
    errors: ['foreign-origin', 'busy', 'bug', 'store-error', 'disk-full', 'link-gone'],
  },
  async ({ ledger, auth, secret, body, call }) => {
    const id = linkIdOf(body.token, secret)
    // Hashing is work that nobody may make us do with a link of their own.
    const passwordHash = id === null ? '' : await (await auth.$context).password.hash(body.password)
    return choosePassword(ledger, call, id, { passwordHash })
  },
)
