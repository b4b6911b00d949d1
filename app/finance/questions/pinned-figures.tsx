import type { Session } from '@/access/session'
import { Facts } from '@/components/facts'
import { countWords, Money } from '@/components/money'
import { Time } from '@/components/time'
import type { FigureName } from '@/finance/questions/question'
import type { FigureSum } from '@/finance/questions/sum-figures'
import { listPinned, type QuestionPage, type SavedQuestion } from '@/payroll/finance-desk/questions'
import { server } from '../../http/server'
import { FigureValue } from '../figure-value'
import { FIGURE_WORDS } from '../figure-words'
import { type RowsUrl, readRowsUrl } from '../finance-url'
import { isOfMoney, OVERVIEW } from '../overview'
import { rowQuestionOf } from '../read-figures'
import { choicesOf } from '../rows/row-choices'
import { RowsLink } from '../rows-link'
import { orTooMuch } from '../too-much-error'
import { questionHref } from './question-href'

const FIGURES: Readonly<Record<QuestionPage, FigureName>> = {
  ...{
    overview: 'paid',
    corridors: 'fees',
    countries: 'payouts',
    settlement: 'settlement',
    failures: 'stopped',
    rows: 'paid',
    sql: 'paid',
  },
}
const A_ROW = 3

type Props = { session: Session; now: Date; lastKnown: string | null }

/** What somebody has pinned, as small figures; each leads to its page and says what it covers. */
export async function PinnedFigures({ session, now, lastKnown }: Props) {
  const pinned = await listPinned(server().ledger, session.userId)
  const facts = await Promise.all(pinned.map((question) => factOf(question, session, now)))
  return Array.from({ length: Math.ceil(facts.length / A_ROW) }, (_, row) => {
    const shown = facts.slice(row * A_ROW, (row + 1) * A_ROW)
    return <Facts key={shown[0]?.label} lastKnown={lastKnown} facts={shown} />
  })
}

async function factOf(question: SavedQuestion, session: Session, now: Date) {
  const url = readRowsUrl(new URLSearchParams(question.asks))
  const figure = url.figure ?? FIGURES[question.page]
  const read = await orTooMuch(server().finance.figures(rowQuestionOf(url, session, now), [{ figure }]))
  const whole = read === 'too much' ? [] : (read.rows[0] ?? []).filter(({ bucket }) => bucket === null)
  const until = read === 'too much' ? null : read.coverage.coveredUntil
  return {
    label: question.name,
    value: <RowsLink href={questionHref(question)}>{read === 'too much' ? '–' : figureValue(figure, whole, url)}</RowsLink>,
    note: (
      <>
        {FIGURE_WORDS[figure].title}, {choicesOf(url, now)}
        {read === 'too much' && <span className="block">This took too long and was stopped.</span>}
        {until && (
          <span className="block">
            Covers to <Time at={until} seconds />
          </span>
        )}
      </>
    ),
  }
}

/** Money in the currency that was chosen; where none was, in the only one, else how many payouts there are, for different currencies have no sum. */
function figureValue(figure: FigureName, whole: readonly FigureSum[], { in: rowCurrency, currency, chart }: RowsUrl) {
  const all = whole.find((sum) => sum.currency === null)
  const ofOverview = OVERVIEW.find((each) => each === figure)
  if (ofOverview && !isOfMoney(ofOverview)) return <FigureValue figure={ofOverview} sum={all} currency="" />
  const inCurrencies = whole.filter((sum) => sum.currency !== null)
  const chosen = [rowCurrency, currency, chart].find((each) => inCurrencies.some((sum) => sum.currency === each))
  const sum = chosen ? inCurrencies.find((each) => each.currency === chosen) : inCurrencies.length === 1 ? inCurrencies[0] : undefined
  if (sum?.currency && ofOverview) return <FigureValue figure={ofOverview} sum={sum} currency={sum.currency} />
  if (sum?.currency) return <Money amountMinor={sum.minor ?? '0'} currency={sum.currency} />
  return `${countWords(all?.payouts ?? 0)} payouts`
}
