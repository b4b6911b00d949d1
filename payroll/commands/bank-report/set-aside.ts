/** Lists a file from the bank that could not be read, by its name, with the reason. */
import type { Ledger } from '@/prisma/connect'
import { type Answer, type Call, execute } from '../execute'
import { type ReceivedFile, recordFile } from './record-file'

export function setFileAside(ledger: Ledger, call: Call, file: ReceivedFile, reason: string): Promise<Answer<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => ({
    id: await recordFile(
      tx,
      { ...file, kind: 'unreadable', messageId: file.fileName, status: 'set-aside', note: reason, payments: 0, now: call.now },
      [],
      [],
    ),
  }))
}
