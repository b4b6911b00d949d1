/** The SQL of a figure, as a person would read and change it: only what was chosen stands in it. */
import { sourceOf } from '../questions/figure-sources'
import { bucketSql, type Dimension, type FigureName, NO_REASON, type Question } from '../questions/question'

type Asked = Omit<Question, 'companies'> & { figure: FigureName; by?: Dimension | undefined }

const COLUMN: Readonly<Record<Dimension, string>> = {
  ...{ corridor: 'corridor', country: 'country', rail: 'rail', reason: 'reason', status: 'status' },
  company: 'company_code',
}

/** Its sums by part of time and currency. */
export function sqlOfFigure({ by, ...asked }: Asked): string {
  const times =
    asked.figure === 'settlement'
      ? ',\n  quantile_disc(seconds, 0.5) AS half_within_seconds, quantile_disc(seconds, 0.9) AS nine_in_ten_within_seconds'
      : ''
  return `${rowsSql(asked)}
SELECT ${by ? `${COLUMN[by]}, ` : ''}bucket, row_currency AS currency, count(DISTINCT id) AS payouts, sum(minor) AS amount_minor${times}
FROM rows
GROUP BY ALL
ORDER BY ALL`
}

/** The rows behind it, in their order. */
export const sqlOfRows = (asked: Asked): string => `${rowsSql(asked)}
SELECT day, company_code, run_reference, line_number, id, what, status, corridor, rail, row_currency AS currency, minor AS amount_minor
FROM rows
ORDER BY day, id, part`

function rowsSql({
  figure,
  from,
  to,
  grain,
  currency,
  company,
  rail,
  corridor,
  country,
  reason,
  status,
  rowCurrency,
  bucket,
}: Asked): string {
  const chosen = [
    equal('currency', currency),
    company && `company_id IN (SELECT id FROM companies WHERE code = ${text(company)})`,
    equal('rail', rail),
    equal('corridor', corridor),
    equal('beneficiary_country', country),
    equal(`coalesce(reason_code, '${NO_REASON}')`, reason),
    equal('status', status),
  ].filter(Boolean)
  const part = bucketSql(grain, 'day')
  const narrowed = [`day BETWEEN DATE ${text(from)} AND DATE ${text(to)}`, equal('row_currency', rowCurrency), equal(part, bucket)].filter(
    Boolean,
  )
  return `WITH facts AS (
  SELECT * FROM payout_facts${chosen.length > 0 ? `\n  WHERE ${chosen.join(' AND ')}` : ''}
), rows AS (
  SELECT *, ${part} AS bucket
  FROM (${sourceOf(figure).trim()})
  WHERE ${narrowed.join(' AND ')}
)`
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
const equal = (column: string, value: string | undefined): string | undefined => (value ? `${column} = ${text(value)}` : undefined)
