/** What a person may do about a finding: a pure function of its state, the command and who gives it. */
import type { Rejection } from '../transaction/rejections'

export const RESOLUTIONS = ['matched', 'written-off', 'returned-to-bank', 'applied', 'discarded', 'refused', 'dismissed'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** What is decided of payments, or of a whole message: two people whatever it says of amounts. */
const MOVE_MONEY: ReadonlySet<Resolution> = new Set(['matched', 'applied', 'discarded', 'refused', 'dismissed'])

/** `explained` is what a later file of the bank does, and no person. */
export type ExceptionState = {
  state: 'open' | 'proposed' | 'resolved'
  version: number
  amountMinor: string | null
  resolution: Resolution | 'explained' | null
  proposedBy: string | null
}

export type ExceptionCommand =
  | { type: 'assign' | 'confirm' | 'refuse'; by: string }
  | { type: 'propose'; by: string; resolution: Resolution }

export type ExceptionChange = { state: ExceptionState['state']; version: number; act: `audit.finding-${string}` }

/**
 * Decides one command. What moves money or writes it off is proposed by one person and confirmed by another; a note without an amount is closed
 * by one. Whoever proposed it may take that back, and so may the one who was to confirm.
 */
export function decideException(finding: ExceptionState, command: ExceptionCommand): ExceptionChange | Rejection {
  const version = finding.version + 1
  const wrong = (wanted: string): Rejection => ({ code: 'wrong-state', what: 'finding', status: finding.state, wanted })
  switch (command.type) {
    case 'assign':
      return finding.state === 'resolved' ? wrong('open or proposed') : { state: finding.state, version, act: 'audit.finding-assigned' }
    case 'propose': {
      if (finding.state !== 'open') return wrong('open')
      const alone = finding.amountMinor === null && !MOVE_MONEY.has(command.resolution)
      return alone
        ? { state: 'resolved', version, act: 'audit.finding-resolved' }
        : { state: 'proposed', version, act: 'audit.finding-proposed' }
    }
    case 'confirm':
      if (finding.state !== 'proposed') return wrong('proposed')
      if (finding.proposedBy === command.by) return { code: 'four-eyes', because: 'proposed' }
      return { state: 'resolved', version, act: 'audit.finding-resolved' }
    case 'refuse':
      return finding.state === 'proposed' ? { state: 'open', version, act: 'audit.finding-refused' } : wrong('proposed')
  }
}
