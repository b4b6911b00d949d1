import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { z } from 'zod'
import { may, yourRoles } from '@/access/permissions'
import { Forbidden } from '@/components/empty'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { monthWords } from '@/components/time-words'
import { importPath, isFileThere } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { previewOf, rulesFor } from '@/payroll/imports/preview-file'
import { server } from '../../../http/server'
import { viewerOf } from '../../../http/viewer'
import { entered } from '../../../signed-in'
import { ImportDesk } from './import-desk'

export const metadata: Metadata = { title: 'Payroll file' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ follow?: string; before?: string }> }

export default async function ImportPage({ params, searchParams }: Props) {
  const session = await entered('runs:read')
  if (!session) return null
  // The file's rows stand here whole, accounts and all.
  if (!may(session, 'runs:prepare')) {
    return (
      <Forbidden level="h1" title="Only coordinators can open payroll files">
        {yourRoles(session, 'can only view runs.', 'can only view runs.')}
      </Forbidden>
    )
  }
  const id = z.uuid().safeParse((await params).id)
  const { ledger, importDir } = server()
  const file = id.success ? await readImport(ledger, viewerOf(session), id.data) : null
  if (!file) notFound()
  // Who has just uploaded it wants the run; who comes back by the address reads what became of the file.
  const { follow, before } = await searchParams
  if (file.run && follow) redirect(`/payroll/runs/${file.run.id}`)
  const source = { name: file.fileName, path: importPath(importDir, file.id) }
  const isOpen = file.state !== 'imported' && file.state !== 'abandoned'
  const until = isOpen ? ' Nothing is saved as a run until it is imported as a draft.' : ''
  const isGone = file.state === 'uploaded' && !(await isFileThere(importDir, file.id))
  const preview =
    file.state === 'uploaded' && !isGone
      ? await previewOf(source, file.mapping, await rulesFor(ledger, file.companyId)).catch(() => null)
      : null
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Payroll', href: '/payroll' },
          { label: 'New run', href: '/payroll/new' },
        ]}
        title={file.fileName}
        sub={`${file.companyName}, ${monthWords(file.period)}, uploaded by ${file.createdByName}.${until}`}
      />
      {before && isOpen && (
        <Note tone="info" title="This file is already here.">
          {file.createdByName} uploaded it for the same company and period and did not finish. Continue here. The pay date is now the one
          you just chose, {file.payDate}.
        </Note>
      )}
      <ImportDesk initial={file} preview={preview} isGone={isGone} />
    </>
  )
}
