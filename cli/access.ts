/** Which server is asked, and with which key: options first, then the environment, then a profile file. */
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '@/platform/config'
import { Wrong } from './failures'

export type Access = { url: string; apiKey: string }

const profiles = z.record(z.string(), z.object({ url: z.url(), apiKey: z.string() }))

/** @throws Wrong that says what is missing and where to put it. */
export function readAccess({ url, profile }: { url?: string; profile: string }): Access {
  const { PAYLEDGER_URL, PAYLEDGER_API_KEY } = readConfig('PAYLEDGER_URL', 'PAYLEDGER_API_KEY')
  const kept = readProfile(profile)
  const found = { url: url ?? PAYLEDGER_URL ?? kept?.url, apiKey: PAYLEDGER_API_KEY ?? kept?.apiKey }
  if (!found.url) throw new Wrong('Which server? Set PAYLEDGER_URL, give --url, or keep a profile.')
  if (!found.apiKey)
    throw new Wrong('Set PAYLEDGER_API_KEY to an API key of yours: make one under Password and API keys, in the menu with your name.')
  return { url: found.url.replace(/\/+$/, ''), apiKey: found.apiKey }
}

function readProfile(name: string): Access | null {
  const file = join(homedir(), '.config/payledger/profiles.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  if ((statSync(file).mode & 0o077) !== 0) throw new Wrong(`Others can read ${file}, and so your API keys: chmod 600 it.`)
  const parsed = profiles.safeParse(jsonOf(text))
  if (!parsed.success) throw new Wrong(`${file} is not {"name": {"url": "https://…", "apiKey": "payledger_…"}}.`)
  return parsed.data[name] ?? null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
