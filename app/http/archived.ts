/** Reads a bank file that is kept in the archive. */
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { readBankFile } from '@/iso20022/report'
import type { ReadArchived } from '@/payroll/exceptions/quarantined-message'

export function archivedIn(bankDir: string): ReadArchived {
  return async ({ sha256, fileName }) => {
    const path = join(bankDir, 'archive', sha256)
    const isKept = await access(path).then(
      () => true,
      () => false,
    )
    return isKept ? (await readBankFile(createReadStream(path), fileName)).documents : []
  }
}
