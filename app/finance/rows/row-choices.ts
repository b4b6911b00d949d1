/** What the rows were chosen by, in one sentence. */
import { NO_REASON } from '@/finance/questions/question'
import { shortReason, statusWords } from '../../payout-words'
import { countryName } from '../countries/country-names'
import type { RowsUrl } from '../finance-url'
import { bucketName, grainOf } from '../grains'
import { monthRange, rangeWords } from '../months'

/** "Jun – Nov 2026, in EUR, from DE to ES, company HWA" */
export function choicesOf(url: RowsUrl, now: Date): string {
  const range = monthRange(url, now)
  const grain = grainOf(url.grain, range)
  const [from, to] = url.corridor?.split('-') ?? []
  return [
    url.at ? bucketName(url.at, url.at.length === 10 && grain === 'week' ? 'week' : grain) : rangeWords(range),
    url.in && `in ${url.in}`,
    url.currency && url.currency !== url.in && `of payouts in ${url.currency}`,
    from && `from ${countryName(from)} to ${countryName(to ?? '')}`,
    url.country && `to ${countryName(url.country)}`,
    url.company && `company ${url.company}`,
    url.rail && `rail ${url.rail.toUpperCase()}`,
    url.status && statusWords(url.status).word.toLowerCase(),
    url.reason && (url.reason === NO_REASON ? 'without a reason' : `reason ${shortReason(url.reason)}`),
  ]
    .filter(Boolean)
    .join(', ')
}
