/**
 * Links by which people choose a password. Their secret is made of the link's id and the installation's own secret: whoever reads the database can use none, and
 * an administrator can be shown the same link again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Transaction } from '@/prisma/connect'
import { enqueue } from '../transaction/enqueue'

export type LinkPurpose = 'first-administrator' | 'invitation' | 'reset'

const DAY_MS = 86_400_000
/** An invitation waits for somebody's holiday; a reset is asked for on the phone. */
const LASTS_MS: Readonly<Record<LinkPurpose, number>> = { 'first-administrator': DAY_MS, invitation: 7 * DAY_MS, reset: DAY_MS }

/** Makes a link; earlier ones of this person that were not used are used up. `byMail` asks for it to be sent. @returns its id. */
export async function makeLink(
  tx: Transaction,
  link: { purpose: LinkPurpose; userId: string | null; madeBy: string | null; now: Date; byMail?: boolean },
): Promise<string> {
  const { purpose, userId, madeBy, now } = link
  await tx.$executeRaw`UPDATE sign_in_link SET used_at = ${now} WHERE user_id = ${userId} AND used_at IS NULL`
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO sign_in_link (purpose, user_id, made_by, made_at, expires_at)
    VALUES (${purpose}, ${userId}, ${madeBy}, ${now}, ${new Date(now.getTime() + LASTS_MS[purpose])}) RETURNING id`
  const { id } = made as { id: string }
  if (link.byMail) await enqueue(tx, 'send-link', { linkId: id })
  return id
}

/** What the link carries: its id and a secret that only this installation can make. */
export const tokenOf = (linkId: string, secret: string): string => `${linkId}.${secretOf(linkId, secret)}`

/** The id of a link of ours; null when the token is none. */
export function linkIdOf(token: string, secret: string): string | null {
  const [id = '', given = ''] = token.split('.')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const wanted = Buffer.from(secretOf(id, secret))
  const held = Buffer.from(given)
  return wanted.length === held.length && timingSafeEqual(wanted, held) ? id : null
}

const secretOf = (linkId: string, secret: string): string =>
  createHmac('sha256', secret).update(`sign-in-link\n${linkId}`).digest('base64url')
