import { z } from 'zod'
import { PERMISSIONS } from '@/access/permissions'

export const apiKeyRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)),
  companies: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
})
export type ApiKey = z.output<typeof apiKeyRow>
