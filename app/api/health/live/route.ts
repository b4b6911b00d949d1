import { z } from 'zod'
import { described } from '@/app/http/contract'

/** The process answers. */
export const GET = described({ permission: 'public', response: z.strictObject({ status: z.literal('live') }) }, async () =>
  Response.json({ status: 'live' }),
)
