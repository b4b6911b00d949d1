/** Whether a publication gets a certificate: only where nothing is missing or unreadable below it, and the ledger says that its journal is what landed. */
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { type Watermark, watermark } from '@/events/topics'
import { VERSION } from '@/platform/version'
import { writeWhole } from './atomic-file'
import type { Built } from './build-marts'
import { certificateText } from './certificate'
import { CONTRACTS } from './contracts'
import { ENGINE } from './duckdb'
import { publishedFolder } from './folders'
import { FORMAT, type Manifest } from './manifest'
import { sqlHashes } from './mart-files'
import { hashedSegment } from './segment-hashes'

type Asked = {
  /** What the certificate's file is called, without its ending. */
  name: string
  built: Built
  mark: Partial<Watermark>
  gapAt: bigint | null
  file: { name: string; sha256: string }
  now: Date
}

/** Writes the certificate beside the published file and names it, or says why there is none. */
export async function certify(dir: string, asked: Asked): Promise<Pick<Manifest, 'certificate' | 'uncertified'>> {
  const { name, built, mark, file, now } = asked
  const uncertified = reasonAgainst(asked)
  if (uncertified !== null) return { certificate: null, uncertified }
  const segments = await Promise.all(built.segments.map(async (path) => ({ path: relative(dir, path), ...(await hashedSegment(path)) })))
  const text = certificateText({
    certificate: 1,
    ...{ era: built.era, position: built.position.toString(), issuedAt: now.toISOString() },
    ...{ events: built.events, payouts: built.payouts, head: built.head, watermark: watermark.parse(mark) },
    ...{ controlTotals: built.controlTotals, sums: built.sums, marts: built.marts, sql: sqlHashes(), file, segments },
    ...{ contracts: CONTRACTS, format: FORMAT, code: VERSION, engine: ENGINE },
  })
  const written = `${name}.certificate.json`
  await writeWhole(join(publishedFolder(dir), written), text)
  return { certificate: { file: written, sha256: createHash('sha256').update(text).digest('hex') }, uncertified: null }
}

function reasonAgainst({ built, mark, gapAt }: Asked): string | null {
  const { position, deadLettersBelow, head, era } = built
  if (deadLettersBelow > 0)
    return `${deadLettersBelow === 1 ? 'An event' : `${deadLettersBelow} events`} up to position ${position} could not be read.`
  if (gapAt !== null && gapAt < position) return `Events are missing in Kafka after position ${gapAt}.`
  if (!mark.hash) return `The ledger has not said what its journal comes to at position ${position}.`
  if (mark.position !== position.toString() || mark.era !== era)
    return `The ledger has said what its journal comes to at position ${mark.position} of era ${mark.era}, and these figures stand at ${position} of era ${era}.`
  if (mark.hash !== head) return `What landed up to position ${position} is not what the ledger’s journal comes to.`
  return null
}
