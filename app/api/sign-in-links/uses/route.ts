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
    const passwordHash = await (await auth.$context).password.hash(body.password)
    return choosePassword(ledger, call, linkIdOf(body.token, secret), { passwordHash })
  },
)
