/** Whether a copy holds older versions than the ledger, or was made by an older definition: how it does, its threshold, and what repairs it. */
import { countWords } from '@/components/money'
import type { Tone } from '@/components/status'
import { spanWords } from '@/components/time-words'
import type { CopySkew } from '@/operations/version-skew'
import { CONTRACT_MS } from '@/platform/freshness'

export type Judged = { tone: Tone; word: string; repair: string | null }

/** Payouts of which the copy holds an older version. Some always are, while anything changes: only for longer than promised is it too long. */
export function olderWords({ copy, older, isExact, oldestMs }: CopySkew): Judged {
  if (older === null) return { tone: 'idle', word: 'Not known', repair: 'The copy has not said yet what it covers. See its stage above.' }
  if (older === 0) return { tone: 'ok', word: 'None', repair: null }
  const word = `${countWords(older)}${isExact ? '' : '+'}${oldestMs === null ? '' : `, oldest ${spanWords(oldestMs)}`}`
  // One that a comparison found behind has no event after what the copy says it covers.
  if (oldestMs === null)
    return { tone: 'bad', word, repair: 'Open them under Do the stores agree?: the copy holds an earlier version than it says.' }
  if (oldestMs <= CONTRACT_MS[copy]) return { tone: 'ok', word, repair: null }
  return { tone: 'warn', word, repair: 'See the stage of this copy above: it says what holds it up.' }
}

/** Payouts that were put there by an older version of PayLedger. */
export function definitionWords({ copy, olderDefinition }: CopySkew): Judged {
  if (olderDefinition === null) return { tone: 'idle', word: 'Not known', repair: 'The reconciler measures it. See the workers below.' }
  if (olderDefinition === 0) return { tone: 'ok', word: 'None', repair: null }
  const by = copy === 'search' ? 'The search-projector fills search anew by itself' : 'The finance-loader makes its figures anew by itself'
  return { tone: 'warn', word: countWords(olderDefinition), repair: `${by}. If it is not running, start it.` }
}

/** "3 by one version, 1 by two, 2 by more"; null where none is older. */
export function distanceWords({ byDistance: { one, two, more } }: CopySkew): string | null {
  const parts = [
    [one, 'by one version'],
    [two, 'by two'],
    [more, 'by more'],
  ] as const
  const some = parts.flatMap(([count, word]) => (count > 0 ? [`${countWords(count)} ${word}`] : []))
  return some.length === 0 ? null : some.join(', ')
}

/** How many of both copies somebody has to look at. */
export const troubledSkews = (skew: readonly CopySkew[]): number =>
  skew.flatMap((each) => [olderWords(each), definitionWords(each)]).filter(({ tone }) => tone === 'warn' || tone === 'bad').length
