/** Every route of the API, found in the file system: a route that nobody lists is found all the same. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract, Handler } from '@/app/http/contract'
import { ROOT } from '../paths'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export type FoundRoute = {
  method: (typeof METHODS)[number]
  /** As its folder says it: "/api/payouts/[id]". */
  path: string
  /** Of the checkout, without its ending: "app/api/payouts/[id]/route". */
  module: string
  handler: Handler
  /** What stands above it in the source; null where nothing does. */
  says: string | null
  /** By path: better-auth's one handler has several. @throws when it has none: it was made by neither `route` nor `described`. */
  contracts: Readonly<Record<string, Contract>>
}

type Exported = Handler & { contract?: Contract; contracts?: Readonly<Record<string, Contract>> }

/** In the order of their paths. Nothing of them runs. */
export async function findRoutes(): Promise<FoundRoute[]> {
  const found: FoundRoute[] = []
  for (const file of globSync('app/api/**/route.ts', { cwd: ROOT }).sort()) {
    const exported = (await import(join(ROOT, file))) as Partial<Record<string, Exported>>
    const source = readFileSync(join(ROOT, file), 'utf8')
    const path = `/${file.replace(/^app\/|\/route\.ts$/g, '')}`
    for (const method of METHODS) {
      const handler = exported[method]
      if (!handler) continue
      const contracts = handler.contracts ?? (handler.contract && { [path]: handler.contract })
      if (!contracts) throw new Error(`${file}: ${method} says nothing of what it promises; make it by route() of app/http/handle.ts`)
      found.push({ method, path, module: file.replace(/\.ts$/, ''), handler, says: saidAbove(source, method), contracts })
    }
  }
  return found
}

function saidAbove(source: string, method: string): string | null {
  const docstring = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport const ${method}\\b`).exec(source)?.[1]
  return docstring?.replace(/\n\s*\* ?/g, ' ').trim() ?? null
}
