import { figures } from '@/app/http/answers/operations'
import { route } from '@/app/http/handle'
import { readFigures } from '@/operations/figures'

/** The figures of the operations desk through the last hour (a point a minute) and the last day (one for each quarter of an hour). */
export const GET = route({ permission: 'operations:read', response: figures }, async ({ ledger, now }) => ({
  figures: await readFigures(ledger, now),
}))
