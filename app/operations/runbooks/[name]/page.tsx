import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notFound } from 'next/navigation'
import { permits } from '@/access/permissions'
import { signedIn } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { isRunbook } from '@/operations/runbooks'
import { Blocks } from '../document'
import { readMarkdown } from '../read-markdown'

export const metadata = { title: 'Runbook' }

/** A page of docs/runbooks, beside the state that it is about. */
export default async function RunbookPage({ params }: { params: Promise<{ name: string }> }) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const { name } = await params
  if (!isRunbook(name)) notFound()
  const [first, ...blocks] = readMarkdown(await readFile(join(process.cwd(), 'docs/runbooks', `${name}.md`), 'utf8'))
  const title = first?.is === 'heading' ? first.text.map(({ text }) => text).join('') : name
  return (
    <>
      <PageHead crumbs={[{ label: 'Pipeline', href: '/operations' }]} title={title} sub="Runbook" />
      <Blocks blocks={blocks} />
    </>
  )
}
