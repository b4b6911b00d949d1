/** The two files that are made of the routes: what any client reads, and what types the screens' own. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../paths'
import { describeApi } from './describe'
import { type FoundRoute, findRoutes } from './find-routes'

const DOCUMENT = 'docs/openapi.json'
const TYPES = 'app/api-routes.ts'

type Files = Readonly<Record<string, string>>

/** What they should hold now, by their place in the checkout. */
export async function generate(): Promise<Files> {
  // The route that serves the document imports it.
  if (!existsSync(join(ROOT, DOCUMENT))) writeFileSync(join(ROOT, DOCUMENT), '{}\n')
  const routes = await findRoutes()
  return { [DOCUMENT]: `${JSON.stringify(describeApi(routes, await sharedShapes()), null, 1)}\n`, [TYPES]: typesOf(routes) }
}

/** Writes them. */
export async function renew(): Promise<void> {
  for (const [file, text] of Object.entries(await generate())) writeFileSync(join(ROOT, file), text)
}

/** One line per file that says something else. @param read what lies there; null where nothing does */
export function staleFiles(wanted: Files, read: (file: string) => string | null = readCheckout): string[] {
  return Object.entries(wanted)
    .filter(([file, text]) => read(file) !== text)
    .map(([file]) => `${file} is not what the routes promise: npm run openapi`)
}

const readCheckout = (file: string): string | null => (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : null)

/** What app/http/answers exports, by its name with a capital. */
async function sharedShapes(): Promise<Record<string, z.ZodType>> {
  const shapes: Record<string, z.ZodType> = {}
  for (const file of globSync('app/http/answers/*.ts', { cwd: ROOT }).sort()) {
    const exported = (await import(join(ROOT, file))) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported))
      if (value instanceof z.ZodType) shapes[name.charAt(0).toUpperCase() + name.slice(1)] = value
  }
  return shapes
}

function typesOf(routes: readonly FoundRoute[]): string {
  const rows = routes.map(
    ({ method, path, module }) => `  '${method} ${path}': typeof import('./${module.replace(/^app\//, '')}').${method}\n`,
  )
  return `/** Every route by its method and path. Made of the routes by \`npm run openapi\`; types only, so nothing of a server reaches the browser. */\nexport type ApiRoutes = {\n${rows.join('')}}\n`
}
