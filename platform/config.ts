/** The one place that reads the environment (stack/ and root config files aside). Each process names what it needs. */
import { z } from 'zod'

const url = z.string().min(1, 'must be an address')
const secret = z.string().min(32, 'must have at least 32 characters')

/** Codes and tokens pass by this address. */
const isPrivate = (address: string): boolean => /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$))/i.test(address)

/** Null where the text is not `name=value,name=value`, or a value cannot be decoded. */
function headersOf(list: string): Record<string, string> | null {
  const pairs = list.split(',').map((pair) => /^\s*([\w-]+)=([\x21-\x7e]+)\s*$/.exec(pair))
  try {
    return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? malformed(), decodeURIComponent(pair?.[2] ?? '')]))
  } catch {
    return null
  }
}

const malformed = (): never => {
  throw new TypeError('no pair of a name and a value')
}

const VARIABLES = {
  /** The owner's, who changes the schema. */
  DATABASE_URL: url,
  DATABASE_URL_APP: url,
  DATABASE_URL_RELAY: url,
  /** Where a process that works without Postgres still tells that it lives; it may be left out. */
  HEARTBEAT_DATABASE_URL: url.optional(),
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((list) => list.split(',')),
  KAFKA_TOPIC_PREFIX: z.string().default(''),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_CA_FILE: z.string().optional(),
  ELASTICSEARCH_URL: url,
  ELASTICSEARCH_API_KEY: z.string().optional(),
  ELASTICSEARCH_CA_FILE: z.string().optional(),
  SEARCH_INDEX_PREFIX: z.string().default(''),
  FINANCE_DIR: z.string().min(1),
  BANK_DIR: z.string().min(1),
  IMPORT_DIR: z.string().min(1),
  ACCOUNT_HASH_KEY: secret,
  /** Signs every event and its place; relay and consumers have the same one. */
  EVENTS_KEY: secret,
  AUTH_SECRET: secret,
  APP_URL: z.url(),
  /** A session ends when nobody did anything with it for so long. */
  SESSION_IDLE_MINUTES: z.coerce.number().min(1).max(720).default(30),
  /** The header in which a proxy in front of the app names who asks; it must overwrite it, or anyone can. */
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[a-z0-9-]+$/i, 'must be the name of a header')
    .optional(),
  /** A mail server, smtp:// or smtps://, with its login; links to choose a password are sent through it, and are shown on pages where it is left out. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  /** From whom they come. */
  MAIL_FROM: z.string().optional(),
  /** An OpenID Connect provider at which people may sign in, the app's login there, and what its button says. */
  OIDC_ISSUER: z.url().refine(isPrivate, 'must begin with https://').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().max(60, 'must have at most 60 characters').default('your company’s sign-in'),
  /** The server that the command line asks, and the key it asks with. */
  PAYLEDGER_URL: z.url().optional(),
  PAYLEDGER_API_KEY: z.string().optional(),
  /** The first of seven ports, one for each process, on which it says how it does (metrics, health); left out, it says so nowhere. */
  METRICS_PORT: z.coerce.number().int().min(1).max(65_530).optional(),
  /** The address it listens on there. */
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** An OpenTelemetry receiver (OTLP over HTTP) that traces are sent to, without `/v1/traces`; left out, there are none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
    .refine(
      (address) => /^[^@?#]*$/.test(address),
      'must have no login in it (OTEL_EXPORTER_OTLP_HEADERS is for that) and end with its path',
    )
    .transform((address) => address.replace(/\/+$/, ''))
    .optional(),
  /** What the receiver wants to be told with each of them: `name=value`, with commas between, each value percent-encoded. */
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .refine((list) => headersOf(list) !== null, 'must be name=value, with commas between, each value percent-encoded')
    .transform((list) => headersOf(list) ?? {})
    .optional(),
  /** The share of requests, and of other beginnings, that are traced. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
} as const

type Variables = typeof VARIABLES
export type VariableName = keyof Variables
/** Every variable there is, for who checks all of them. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[]
export type Config<K extends keyof Variables> = { [P in K]: z.output<Variables[P]> }

/** Where an unset variable takes its value from, so that one address is enough for a small installation. */
const FALLBACKS: Partial<Record<keyof Variables, readonly string[]>> = {
  EVENTS_KEY: ['ACCOUNT_HASH_KEY'],
  DATABASE_URL_APP: ['DATABASE_URL'],
  DATABASE_URL_RELAY: ['DATABASE_URL'],
  HEARTBEAT_DATABASE_URL: ['DATABASE_URL_APP', 'DATABASE_URL'],
}

/**
 * Reads the named variables.
 * @throws Error whose message lists every missing or malformed variable at once, one per line.
 */
export function readConfig<K extends keyof Variables>(...names: K[]): Config<K> {
  const problems: string[] = []
  const config: Record<string, unknown> = {}
  for (const name of names) {
    const raw = [name, ...(FALLBACKS[name] ?? [])].map((each) => process.env[each]).find((value) => value) ?? undefined
    const parsed = VARIABLES[name].safeParse(raw)
    if (parsed.success) config[name] = parsed.data
    else problems.push(`${name} ${raw === undefined ? 'is missing' : (parsed.error.issues[0]?.message ?? 'is malformed')}`)
  }
  if (problems.length > 0) throw new Error(`Configuration is not complete:\n  ${problems.join('\n  ')}`)
  return config as Config<K>
}

export type OidcConfig = { issuer: string; clientId: string; clientSecret: string; name: string }

/** The OpenID Connect provider, or null where none is named. @throws Error when only a part of it is. */
export function readOidc(): OidcConfig | null {
  const config = readConfig('OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME')
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret, name: config.OIDC_NAME }
  const missing = (['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const).filter((name) => config[name] === undefined)
  if (missing.length === 3) return null
  const lines = missing.map(
    (name) => `${name} is missing: OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together, or none of them`,
  )
  throw new Error(`Configuration is not complete:\n  ${lines.join('\n  ')}`)
}
