/** What administrators enter. Messages are for people: the forms show them beside the field. */
import { z } from 'zod'
import { ROLES, SERVICE_ROLES } from '@/access/permissions'
import { bicProblem, bicServes } from '@/accounts/bic'
import { isCountry } from '@/accounts/countries'
import { ibanProblem, looksLikeIban } from '@/accounts/iban'
import { normalizeAccount } from '@/events/account'
import { decimalOf, isCurrency, parseAmount } from '@/events/money'
import { reason } from './inputs'

const text = (charactersMax: number, ask: string) =>
  z.string({ error: ask }).trim().min(1, ask).max(charactersMax, `At most ${charactersMax} characters.`)

/** Left empty it is nothing. */
const maybe = (charactersMax: number) =>
  z
    .string()
    .trim()
    .max(charactersMax, `At most ${charactersMax} characters.`)
    .nullish()
    .transform((said) => said || null)

/** Lengths are those of a payment file (ISO 20022 PostalAddress24, Max70Text, Max16Text and Max35Text). */
const details = {
  name: text(70, 'Enter the company’s legal name.'),
  street: maybe(70),
  buildingNumber: maybe(16),
  postCode: maybe(16),
  town: maybe(35),
}

export const companyDetails = z.object(details)

export const newCompany = z.object({
  ...details,
  code: z
    .string({ error: 'Enter a code.' })
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{2,8}$/, 'Use 2 to 8 letters and digits. Every run’s reference begins with it.'),
  country: z.string({ error: 'Choose a country.' }).refine(isCountry, 'Choose a country.'),
  bankProfileId: z.uuid('Choose a bank.'),
})

const time = z.string({ error: 'Enter a time.' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time as HH:MM.')
const ZONES = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])
const WEEK_SECONDS = 7 * 24 * 3_600

export const bankProfile = z.object({
  name: text(70, 'Enter a name.'),
  cutOff: time,
  timeZone: z.string({ error: 'Choose a time zone.' }).refine((zone) => ZONES.has(zone), 'Choose a time zone, such as Europe/Berlin.'),
  releaseAfterSeconds: z.int('Enter whole seconds.').min(0, 'Enter 0 or more seconds.').max(WEEK_SECONDS, 'At most a week.'),
  releaseOpens: z.object({ daysBefore: z.int('Enter whole days.').min(0).max(30, 'At most 30 bank days.'), time }).nullable(),
  closedDays: z.array(z.iso.date('Enter days as YYYY-MM-DD.')).max(366, 'At most 366 days.'),
  version: z.enum(['pain.001.001.09', 'pain.001.001.03']),
  umlauts: z.enum(['one-letter', 'two-letters']),
  addresses: z.boolean(),
  salary: z.boolean(),
  batchBooking: z.boolean(),
  nonSepa: z.boolean(),
})

const account = z
  .string({ error: 'Enter the account.' })
  .transform(normalizeAccount)
  .superRefine((said, context) => {
    const wrong = whatIsWrong(said)
    if (wrong) context.addIssue({ code: 'custom', message: wrong })
  })

function whatIsWrong(said: string): string | null {
  if (said === '') return 'Enter the account.'
  if (!looksLikeIban(said)) return /^[A-Z0-9]{1,34}$/.test(said) ? null : 'An account number has at most 34 letters and digits.'
  const problem = ibanProblem(said)
  if (problem === 'country') return 'No IBAN begins with these two letters.'
  if (problem === 'length') return 'This IBAN is too short or too long.'
  return problem === null ? null : 'This IBAN has a typing error: its check digits do not fit.'
}

const bic = z
  .string({ error: 'Enter the BIC.' })
  .trim()
  .toUpperCase()
  .refine((said) => bicProblem(said) === null, 'A BIC has 8 or 11 letters and digits, and names a country.')

const companyId = z.uuid()
const accountId = z.uuid()
const userId = z.string().min(1).max(64)
const access = {
  roles: z
    .array(z.enum(ROLES))
    .min(1, 'Choose at least one role.')
    .transform((roles) => ROLES.filter((role) => roles.includes(role))),
  companies: z
    .array(z.uuid())
    .max(1_000)
    .transform((ids) => [...new Set(ids)]),
}
const email = z.string({ error: 'Enter an e-mail address.' }).trim().toLowerCase().max(320).pipe(z.email('This is not an e-mail address.'))
const why = { reason: reason.nullish().transform((said) => said ?? null) }

const accountOpen = z
  .object({
    kind: z.literal('account-open'),
    companyId,
    currency: z.string({ error: 'Choose a currency.' }).refine(isCurrency, 'Choose a currency.'),
    account,
    bic,
    home: z.boolean(),
    ...why,
  })
  .refine((said) => !looksLikeIban(said.account) || bicServes(said.bic, said.account.slice(0, 2)), {
    path: ['bic'],
    error: 'This bank is in another country than the IBAN.',
  })

const approvalLimit = z
  .object({
    kind: z.literal('approval-limit'),
    companyId,
    currency: z.string().refine(isCurrency, 'Choose a currency.'),
    /** "250000.00"; nothing asks nobody. */
    codeAbove: z.string().trim().nullable(),
    ...why,
  })
  .transform(({ codeAbove, ...rest }, context) => {
    if (!codeAbove) return { ...rest, codeAboveMinor: null }
    const minor = parseAmount(codeAbove, rest.currency)
    if (typeof minor === 'bigint') return { ...rest, codeAboveMinor: minor.toString() }
    context.addIssue({ code: 'custom', path: ['codeAbove'], message: `Enter an amount such as ${decimalOf(25_000_000n, rest.currency)}.` })
    return z.NEVER
  })

/** One change of the set-up, as `payroll/set-up/change.ts` has it, with the reason for whoever confirms it. */
export const setUpChange = z.discriminatedUnion('kind', [
  accountOpen,
  z.object({ kind: z.literal('account-close'), companyId, accountId, ...why }),
  z.object({ kind: z.literal('account-home'), companyId, accountId, ...why }),
  z.object({ kind: z.literal('company-bank'), companyId, bankProfileId: z.uuid('Choose a bank.'), ...why }),
  z.object({ kind: z.literal('company-reopening'), companyId, ...why }),
  approvalLimit,
  z.object({ kind: z.literal('bank-profile'), profileId: z.uuid(), profile: bankProfile, ...why }),
  z.object({ kind: z.literal('invitation'), email, name: text(100, 'Enter their name.'), ...access, ...why }),
  z.object({
    kind: z.literal('service'),
    name: text(100, 'Enter its name.'),
    ...access,
    roles: z
      .array(z.enum(SERVICE_ROLES))
      .min(1, 'Choose at least one role.')
      .transform((roles) => SERVICE_ROLES.filter((role) => roles.includes(role))),
    ...why,
  }),
  z.object({ kind: z.literal('access'), userId, name: text(100, 'Enter their name.'), ...access, ...why }),
  z.object({ kind: z.literal('reactivation'), userId, ...why }),
  z.object({ kind: z.literal('reset'), userId, ...why }),
])

export const byPerson = z.object({ id: userId })

/** Hashing a longer one costs time, and nobody types it. */
const password = z
  .string({ error: 'Choose a password.' })
  .min(12, 'Use at least 12 characters: three or four words are good.')
  .max(128, 'At most 128 characters.')
const token = z.string().min(1).max(200)

export const chosenPassword = z.object({ token, password })
export const firstAdministrator = z.object({ token, name: text(100, 'Enter your name.'), email, password })
