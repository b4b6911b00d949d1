import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { say } from './command'
import { ROOT, STACK } from './paths'
import { run } from './processes/run'

/** Somebody the sample data lets in. */
export type SignIn = { email: string; name: string; role: string }

/** Whether no company has been entered yet. */
export async function ledgerIsEmpty(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const answer = await client.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM company) AS empty')
    return answer.rows[0]?.empty ?? true
  } finally {
    await client.end()
  }
}

/** Loads the sample data as `npm run seed` does, in a process of its own, so that it sees the same variables as a worker. */
export async function loadSample(env: Record<string, string>): Promise<void> {
  const args = ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx', join(STACK, 'commands/seed.ts')]
  await run(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    onOutput: (text) => process.stdout.write(text.replace(/^(?=.)/gm, '    ')),
  })
}

/** The sample data's sign-ins, as stack/sample-data/sign-ins.ts lists them. */
export async function signIns(): Promise<readonly SignIn[]> {
  const file = join(STACK, 'sample-data/sign-ins.ts')
  if (!existsSync(file)) {
    say('  The sample data, and so the sign-ins, are not there yet: stack/sample-data/sign-ins.ts')
    return []
  }
  return ((await import(pathToFileURL(file).href)) as { SIGN_INS: readonly SignIn[] }).SIGN_INS
}
