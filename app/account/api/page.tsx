import type { Metadata } from 'next'
import { ButtonLink } from '@/components/button-link'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import openapi from '@/docs/openapi.json'
import { signedIn } from '../../signed-in'
import { Operation, type OperationSpec } from './operation'

export const metadata: Metadata = { title: 'API' }

type Paths = Readonly<Record<string, Readonly<Record<string, OperationSpec>>>>

/** "set-up" is "Set up". */
const titleOf = (group: string): string => {
  const words = group.replaceAll('-', ' ').replace(/^api\b/, 'API')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Every route of the API, as its contract says. */
export default async function ApiPage() {
  await signedIn()
  const operations = Object.entries(openapi.paths as unknown as Paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, spec]) => ({ method: method.toUpperCase(), path, spec })),
  )
  const groups = Map.groupBy(operations, ({ path }) => path.split('/')[2] ?? '')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Your account', href: '/account' }]}
        title="API"
        sub="What the screens use, and your programs may. Send an API key as Authorization: Bearer, and an Idempotency-Key with every change."
        actions={<ButtonLink href="/api/openapi.json">OpenAPI 3.1</ButtonLink>}
      />
      {[...groups].map(([group, of]) => (
        <Section key={group} title={titleOf(group)}>
          <ul className="overflow-hidden rounded-lg border border-line bg-surface">
            {of.map(({ method, path, spec }) => (
              <li key={`${method} ${path}`} className="border-b border-line last:border-b-0">
                <Operation method={method} path={path} spec={spec} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  )
}
