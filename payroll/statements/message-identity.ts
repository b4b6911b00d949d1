/** By what a bank's message is known again: who sent it, its id and when it was made; and whether two of one identity say the same. */
import { createHash } from 'node:crypto'
import type { BankReport } from '@/iso20022/report-types'
import { type Evidence, evidenceOf, nationalNumber } from './evidence'

/** The accounts it speaks of, the sender where named, and for an answer the file it answers stand for who sent it. */
export function identityOf(report: BankReport): string {
  const { kind, messageId, createdAt, sender = null } = report
  const about =
    report.kind === 'pain.002'
      ? [report.originalMessageId]
      : [...new Set(report.statements.map(({ account }) => nationalNumber(account)))].sort()
  return sha256(JSON.stringify([kind, messageId, createdAt, sender, about]))
}

/** Notes the evidence of one message as it passes. `hash` tells what was said, in whatever order and however often; null when nothing was. */
export type Content = { of(claims: Iterable<Evidence>): Generator<Evidence>; hash(): string | null }

/** Gathers the keys of all evidence that passes through it, by which two messages of one identity are compared. */
export function contentOf(): Content {
  const keys = new Set<string>()
  return {
    *of(claims) {
      for (const claim of claims) {
        keys.add(claim.key)
        yield claim
      }
    },
    hash: () => (keys.size === 0 ? null : sha256([...keys].sort().join(' '))),
  }
}

/** What two people decide of a message that says something else than an earlier one of its identity. */
export function contradiction(report: BankReport, problem: string, content: string | null): Evidence {
  const about =
    report.kind === 'pain.002'
      ? { messageId: report.originalMessageId }
      : { account: report.statements.find(({ account }) => account !== null)?.account ?? null }
  return evidenceOf()('message', report.messageId, { ...about, problem }, `${identityOf(report)} ${content ?? ''}`)
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')
