/** Whether the ledger is the history that this gateway knows, asked before anything is taken in or handed over. */

import type { Ledger } from '@/payroll/transaction/open-ledger'
import { compareHistory, filesNotHandedOver, type HandedOver, transmittedFiles, type Witness } from '@/payroll/transmissions/known-history'
import type { Folders } from './folders'
import { nameHandedOver, namesHandedOver, readWitness, writeWitness } from './witness'

/** The ledger is not the one that payments were made from: nobody may be paid from it before a person has decided. */
export class OtherHistory extends Error {
  constructor(
    why: string,
    /** It is the relay that finds so. */
    readonly isTold = false,
  ) {
    super(
      `No payment goes out and no bank file is imported: ${why}. Restore the newest database. To continue with this one: npx payledger adopt-database. A new installation needs its own BANK_DIR.`,
    )
  }
}

export type KnownHistory = {
  /** @throws OtherHistory, or what a store's failure throws. */
  check(): Promise<void>
  /** Checks once more and notes, durably, that the file is about to be linked. @throws as `check` does; the file must not be linked then. */
  noteHandOver(file: HandedOver): Promise<void>
}

/** Opens it for one gateway; the first check also compares every file that ever went to the bank. */
export function knownHistory(ledger: Ledger, folders: Folders): KnownHistory {
  let isComplete = false

  async function look(): Promise<{ known: Witness | null; seen: Witness }> {
    const known = await readWitness(folders)
    const { problem, seen } = await compareHistory(ledger, known)
    if (problem !== null) throw new OtherHistory(problem.why, problem.isTold)
    if (!isComplete) await compareFiles()
    return { known, seen }
  }

  async function compareFiles(): Promise<void> {
    const names = new Set(await namesHandedOver(folders))
    const [unknown] = await filesNotHandedOver(ledger, [...names])
    if (unknown !== undefined)
      throw new OtherHistory(`${unknown} went to the bank, but the ledger does not know of it: an older database was put in its place`)
    // Files from before this list was kept.
    for (const file of await transmittedFiles(ledger)) if (!names.has(file.fileName)) await nameHandedOver(folders, file)
    isComplete = true
  }

  return {
    async check() {
      const { known, seen } = await look()
      if (JSON.stringify(known) !== JSON.stringify(seen)) await writeWitness(folders, seen)
    },
    async noteHandOver(file) {
      const { seen } = await look()
      await nameHandedOver(folders, file)
      await writeWitness(folders, { ...seen, handedOver: file })
    },
  }
}
