import { Client } from 'pg'
import { firstLinkWords } from '@/app/http/first-link'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { DEMO_PEOPLE } from './sample-data/people'

export type SignIn = { email: string; name: string; roles: string[] }

/** The demo sign-ins that the ledger has, as it has them, in the order of the sample data: none of an empty one, or of somebody's own. */
export async function demoSignIns(databaseUrl: string): Promise<SignIn[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const emails = DEMO_PEOPLE.map(({ email }) => email)
    const { rows } = await client.query<SignIn>(
      'SELECT email, name, roles FROM app_user WHERE email = ANY($1::text[]) ORDER BY array_position($1::text[], email)',
      [emails],
    )
    return rows
  } finally {
    await client.end()
  }
}

/** How the first administrator is made, in lines to print; null once anybody can sign in. */
export async function firstLink(env: Record<string, string>, appUrl: string, now: Date): Promise<string[] | null> {
  const ledger = openLedger(env.DATABASE_URL_APP ?? '', 1)
  try {
    return (await firstLinkWords({ ledger, secret: env.AUTH_SECRET ?? '', appUrl }, now))?.split('\n').map((line) => `  ${line}`) ?? null
  } finally {
    await ledger.$disconnect()
  }
}

/** What `npm start` prints of them. */
export function signInWords(people: readonly SignIn[], password: string): string[] {
  if (people.length === 0) return ['  The people of this ledger can sign in.']
  return [
    ...people.map(({ email, name, roles }) => `  ${email.padEnd(28)} ${name} (${roles.join(', ')})`),
    `  ${people.length === 1 ? 'Its password' : 'The password of each of them'}: ${password}`,
  ]
}
