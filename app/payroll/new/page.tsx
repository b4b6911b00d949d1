import type { Metadata } from 'next'
import { z } from 'zod'
import { may, yourRoles } from '@/access/permissions'
import { Forbidden, NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { Columns } from '@/components/section'
import { listCompanies } from '@/payroll/companies/companies'
import { listOpenImports } from '@/payroll/imports/imports'
import { RUN_KINDS } from '@/payroll/runs/run-kind'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { entered } from '../../signed-in'
import { NewRunForm } from './new-run-form'
import { OpenImports } from './open-imports'
import { TemplateHelp } from './template-help'

export const metadata: Metadata = { title: 'New run' }

/** What a form begun before has: a file that could not be imported leads back here. */
const filled = z.object({
  company: z.uuid().optional().catch(undefined),
  period: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  payDate: z.iso.date().optional().catch(undefined),
  kind: z.enum(RUN_KINDS).optional().catch(undefined),
})

export default async function NewRunPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('runs:read')
  if (!session) return null
  if (!may(session, 'runs:prepare')) {
    return (
      <Forbidden level="h1" title="Only coordinators can prepare runs">
        {yourRoles(session, 'can only view runs.', 'can only view runs.')}
      </Forbidden>
    )
  }
  const { ledger } = server()
  const [all, open] = await Promise.all([listCompanies(ledger, viewerOf(session)), listOpenImports(ledger, viewerOf(session))])
  const companies = all.filter(({ closed }) => !closed)
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Payroll', href: '/payroll' }]}
        title="New run"
        sub="Upload a payroll file. It becomes a draft that you submit for approval."
      />
      {companies.length === 0 ? (
        <NothingYet title="No company yet">An administrator sets up companies and chooses who works for them.</NothingYet>
      ) : (
        <Columns aside={<TemplateHelp />}>
          <NewRunForm companies={companies} today={new Date().toISOString().slice(0, 10)} filled={filled.parse(await searchParams)} />
          {open.length > 0 && <OpenImports imports={open} />}
        </Columns>
      )}
    </>
  )
}
