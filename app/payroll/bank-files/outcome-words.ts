/** What became of a bank's file, and what it changed, in words. */
import { countWords } from '@/components/money'
import type { Tone } from '@/components/status'

const OUTCOMES: Readonly<Record<string, { word: string; tone: Tone }>> = {
  applied: { word: 'Applied', tone: 'ok' },
  'nothing-new': { word: 'Nothing new', tone: 'idle' },
  ignored: { word: 'Ignored', tone: 'idle' },
  'set-aside': { word: 'Not imported', tone: 'bad' },
}

export const outcomeWords = (outcome: string): { word: string; tone: Tone } => OUTCOMES[outcome] ?? { word: outcome, tone: 'idle' }

/** "12 settled, 1 failed, 1 exception"; null when it changed nothing. */
export function changeWords({
  settled,
  failed,
  returned,
  findings,
}: {
  settled: number
  failed: number
  returned: number
  findings: number
}): string | null {
  const parts = [
    settled > 0 && `${countWords(settled)} settled`,
    failed > 0 && `${countWords(failed)} failed`,
    returned > 0 && `${countWords(returned)} returned`,
    findings > 0 && `${countWords(findings)} ${findings === 1 ? 'exception' : 'exceptions'}`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(', ') : null
}
