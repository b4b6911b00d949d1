import Link from 'next/link'
import type { Dimension, FigureName } from '@/finance/questions/question'
import type { QuestionPage } from '@/payroll/finance-desk/questions'
import { type FinancePath, financeHref, type RowsUrl } from './finance-url'
import { SaveQuestion } from './questions/save-question'

type Props = { page: FinancePath; url: Partial<RowsUrl>; figure?: FigureName; by?: Dimension; of?: 'rows' }

/** What a page of figures leads to: its choices under a name, and the question in SQL that its figure answers, as it is chosen. */
export function FigureLinks({ page, url, figure, by, of }: Props) {
  const asks = financeHref(page, { ...url, after: null, seen: null }).split('?')[1] ?? ''
  const sql = { ...url, figure: figure ?? null, by: by ?? null, of: of ?? null, after: null, seen: null, chart: null, compare: null }
  return (
    <span className="no-print flex flex-wrap items-center gap-x-3 gap-y-1">
      {figure && (
        <Link className="link text-xs" prefetch={false} href={financeHref('/finance/sql', sql)}>
          Open the SQL of this figure
        </Link>
      )}
      <SaveQuestion page={(page === '/finance' ? 'overview' : page.replace('/finance/', '')) as QuestionPage} asks={asks} />
    </span>
  )
}
