import { z } from 'zod'
import { PERMISSIONS, permits, ROLES } from '@/access/permissions'
import { route } from '@/app/http/handle'

const session = z.strictObject({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** Null is every company. */
  companies: z.array(z.string()).nullable(),
  permissions: z.array(z.enum(PERMISSIONS)),
  byKey: z.boolean(),
})

/** Who is asking, and what they may do. */
export const GET = route({ permission: 'anyone', response: session }, async ({ session: asking }) => {
  const { userId, name, email, roles, companies, key } = asking
  const permissions = PERMISSIONS.filter((permission) => permits(asking, permission))
  return { userId, name, email, roles: [...roles], companies, permissions, byKey: key !== null }
})
