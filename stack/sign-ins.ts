import { Client } from 'pg'
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

/** What `npm start` prints of them. */
export function signInWords(people: readonly SignIn[], password: string): string[] {
  if (people.length === 0) return ['  Nobody can sign in yet: there is no sample data in this ledger.']
  return [
    ...people.map(({ email, name, roles }) => `  ${email.padEnd(28)} ${name} (${roles.join(', ')})`),
    `  ${people.length === 1 ? 'Its password' : 'The password of each of them'}: ${password}`,
  ]
}
