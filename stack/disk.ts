import { statfsSync } from 'node:fs'
import { SetupProblem } from './setup-problem'

const GIGABYTE = 1e9
const WANTED_GB = 10
/** Below this Elasticsearch would turn its indices read-only soon. */
const NEEDED_GB = 2

/** Looks at the free disk around `folder`: a sentence when it is getting small, null when there is enough. @throws SetupProblem when it will not do. */
export function checkDisk(folder: string): string | null {
  const { bavail, bsize } = statfsSync(folder)
  const freeGb = (bavail * bsize) / GIGABYTE
  if (freeGb >= WANTED_GB) return null
  const said = `${freeGb.toFixed(1)} GB of disk are free around ${folder}`
  if (freeGb < NEEDED_GB)
    throw new SetupProblem(`Only ${said}: PayLedger needs ${WANTED_GB} GB to be comfortable, and at least ${NEEDED_GB}.`)
  return `${said}; ${WANTED_GB} GB are comfortable.`
}
