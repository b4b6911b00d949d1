import { z } from 'zod'
import { bankProfiles } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { bankProfile } from '@/app/http/set-up-inputs'
import { addBankProfile } from '@/payroll/set-up/add-bank-profile'
import { listBankProfiles } from '@/payroll/set-up/companies'

/** Every bank profile, with the companies that pay through it. */
export const GET = route({ permission: 'set-up:read', response: bankProfiles }, async ({ ledger }) => ({
  profiles: await listBankProfiles(ledger),
}))

/** Sets up a bank profile. */
export const POST = route(
  { permission: 'set-up:change', body: bankProfile, statuses: [201], response: z.strictObject({ id: z.string() }), errors: ['field'] },
  async ({ ledger, body, call, answer }) => answer(await addBankProfile(ledger, call(), body), () => '/api/set-up/bank-profiles'),
)
