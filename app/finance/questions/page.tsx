import type { Metadata } from 'next'
import { permits } from '@/access/permissions'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { listQuestions } from '@/payroll/finance-desk/questions'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { FinanceTabs } from '../finance-tabs'
import { questionHref } from './question-href'
import { QuestionTable } from './question-table'

export const metadata: Metadata = { title: 'Saved questions' }

export default async function QuestionsPage() {
  const session = await entered('finance:read')
  if (!session) return null
  const questions = await listQuestions(server().ledger, session.userId)
  const rows = questions.map((question) => ({ ...question, href: questionHref(question) }))
  return (
    <>
      <PageHead
        title="Saved questions"
        sub="What you and others ask again and again. Each is asked anew when you open it. Those that you pin stand on your overview."
      />
      <FinanceTabs current="/finance/questions" url={{}} />
      <QuestionTable
        rows={rows}
        mayTakeOver={permits(session, 'finance:close')}
        empty={<NothingYet title="Nothing saved yet">Choose something on a page of figures, then “Save question…”.</NothingYet>}
      />
    </>
  )
}
