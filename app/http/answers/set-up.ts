/** What administrators read. Accounts are shown by their last four characters. */
import { z } from 'zod'
import { ROLES } from '@/access/permissions'
import { bankProfile } from '../set-up-inputs'

export const written = z.strictObject({ id: z.string(), version: z.int() })

const readiness = {
  hasAccount: z.boolean(),
  uncarriedBic: z.string().nullable(),
  approvers: z.int(),
  bankTestedAt: z.string().nullable(),
  hasApprovedRun: z.boolean(),
}
const companyRow = {
  id: z.string(),
  code: z.string(),
  name: z.string(),
  country: z.string(),
  bankName: z.string(),
  closed: z.boolean(),
  ...readiness,
}
const page = { total: z.int(), nextCursor: z.string().nullable() }
export const setUpCompanies = z.strictObject({ companies: z.array(z.strictObject(companyRow)), ...page })

export const setUpCompany = z.strictObject({
  ...companyRow,
  version: z.int(),
  bankProfileId: z.string(),
  street: z.string().nullable(),
  buildingNumber: z.string().nullable(),
  postCode: z.string().nullable(),
  town: z.string().nullable(),
  closedAt: z.string().nullable(),
  codeAboveMinor: z.string().nullable(),
  accounts: z.array(
    z.strictObject({
      id: z.string(),
      currency: z.string(),
      masked: z.string(),
      bic: z.string(),
      home: z.boolean(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
    }),
  ),
})

export const bankProfiles = z.strictObject({
  profiles: z.array(
    z.strictObject({
      id: z.string(),
      version: z.int(),
      profile: z.strictObject(bankProfile.shape),
      companies: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      companyCount: z.int(),
    }),
  ),
})

const person = z.strictObject({ id: z.string(), name: z.string(), email: z.string().nullable() })

export const changeState = z.enum(['proposed', 'confirmed', 'refused', 'withdrawn'])
export const changeRow = z.strictObject({
  id: z.string(),
  change: z.record(z.string(), z.unknown()),
  was: z.record(z.string(), z.unknown()).nullable(),
  subjectName: z.string(),
  state: changeState,
  version: z.int(),
  reason: z.string().nullable(),
  proposedBy: person,
  proposedAt: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
  decidedReason: z.string().nullable(),
})

/** `changeId` is of what waits for a second administrator; null when it is done. */
export const setUpChanged = z.strictObject({
  changeId: z.string().nullable(),
  userId: z.string().nullable(),
  linkId: z.string().nullable(),
})
export const decidedChange = z.strictObject({
  id: z.string(),
  state: changeState,
  version: z.int(),
  userId: z.string().nullable(),
  linkId: z.string().nullable(),
})

export const personRow = z.strictObject({
  id: z.string(),
  kind: z.enum(['person', 'service']),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(ROLES)),
  companies: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  state: z.enum(['invited', 'active', 'deactivated']),
  lastSignInAt: z.string().nullable(),
  hasSecondFactor: z.boolean(),
  hasProvider: z.boolean(),
  sessions: z.int(),
  version: z.int(),
})

export const setUpPeople = z.strictObject({ people: z.array(personRow), ...page })
