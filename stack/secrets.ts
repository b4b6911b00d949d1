import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { KEPT } from './paths'
import type { Environment } from './processes/environment'
import { SetupProblem } from './setup-problem'

const NAMES = ['ACCOUNT_HASH_KEY', 'AUTH_SECRET', 'DEMO_PASSWORD'] as const

export type Secrets = Record<(typeof NAMES)[number], string>

/**
 * The demo's secrets: from the environment, else made once and kept in a file that only its owner reads.
 * @throws SetupProblem with NODE_ENV=production in the environment, where an operator sets the keys.
 */
export function demoSecrets(env: Environment = process.env, file = join(KEPT, 'secrets.json')): Secrets {
  const missing = NAMES.filter((name) => !env[name])
  if (env.NODE_ENV === 'production' && missing.some((name) => name !== 'DEMO_PASSWORD')) {
    throw new SetupProblem(
      `${missing.filter((name) => name !== 'DEMO_PASSWORD').join(' and ')} must be set with NODE_ENV=production: made-up keys are for demos only.`,
    )
  }
  const kept: Partial<Secrets> = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {}
  const made: Secrets = { ACCOUNT_HASH_KEY: key(), AUTH_SECRET: key(), DEMO_PASSWORD: password(), ...kept }
  if (missing.some((name) => !kept[name])) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  }
  for (const name of NAMES) made[name] = env[name] || made[name]
  return made
}

function key(): string {
  return randomBytes(32).toString('base64url')
}

/** Three groups of four letters and digits that are not mistaken for one another: about 60 bits. */
function password(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
