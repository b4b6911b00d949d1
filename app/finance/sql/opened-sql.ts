/** The question that stands in the page when it is opened. */
import { sqlOfFigure, sqlOfRows } from '@/finance/sql/figure-sql'
import { FIGURE_WORDS } from '../figure-words'
import type { SqlUrl } from '../finance-url'
import { rowQuestionOf } from '../read-figures'

const FIRST = `-- Paid payouts by month and currency. Amounts are in minor units: 1234 is 12.34 EUR.
SELECT month, currency, sum(payouts) AS payouts, sum(amount_minor) AS amount_minor
FROM payouts_by_country
WHERE status = 'settled'
GROUP BY ALL
ORDER BY ALL`

/** That of the figure that led here, as it was chosen; else one to begin with. */
export function openedSql(url: SqlUrl, now: Date): string {
  if (url.figure === null) return FIRST
  const { companies, ...question } = rowQuestionOf(url, { companies: null }, now)
  const asked = { ...question, figure: url.figure }
  const { title, counts, day } = FIGURE_WORDS[url.figure]
  const head = `-- ${title}. ${counts}\n-- ${day} Amounts are in minor units.\n`
  return head + (url.of === 'rows' ? sqlOfRows(asked) : sqlOfFigure({ ...asked, ...(url.by && { by: url.by }) }))
}
