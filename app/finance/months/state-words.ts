import type { Tone } from '@/components/status'
import type { MonthRow } from '@/desks/months/read-month'
import type { ItemState } from '@/payroll/months/checklist'
import type { CloseState } from '@/payroll/months/closes'

type Words = { word: string; tone: Tone }

export const STATE_WORDS: Readonly<Record<MonthRow['state'], Words>> = {
  open: { word: 'Open', tone: 'idle' },
  prepared: { word: 'Prepared', tone: 'warn' },
  closed: { word: 'Closed', tone: 'ok' },
  reopened: { word: 'Reopened', tone: 'warn' },
}

export const CLOSE_WORDS: Readonly<Record<CloseState, Words>> = { ...STATE_WORDS, withdrawn: { word: 'Withdrawn', tone: 'idle' } }

export const ITEM_WORDS: Readonly<Record<ItemState, Words>> = {
  ok: { word: 'Done', tone: 'ok' },
  explained: { word: 'Explained', tone: 'info' },
  waiting: { word: 'Waiting', tone: 'idle' },
  red: { word: 'Not yet', tone: 'bad' },
}
