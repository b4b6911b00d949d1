/** What the app's reader answers from two publications of the same events: the loader's, and the one that Spark made. */
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { SCALE_KEY } from '@/bench/finance/scale-landing'
import { readManifest } from '@/finance/manifest'
import { QUESTION_NAMES } from '@/finance/mart-questions'
import { openReader } from '@/finance/reader'
import { verify } from '@/finance/verify'

const EVERYTHING = { from: '1970-01', to: '9999-12', companies: null }

/** How many figures were asked of both, which of them differ, and which things of Spark's certificate are not equal when they are computed again from the landing. */
export async function askBoth(
  landing: string,
  published: string,
): Promise<{ figures: number; rows: number; verified: number; different: string[] }> {
  const [ours, theirs] = [openReader(landing), openReader(published)]
  try {
    const different: string[] = []
    let rows = 0
    for (const question of QUESTION_NAMES) {
      const [right, found] = [await ours.prove(question, EVERYTHING), await theirs.prove(question, EVERYTHING)]
      rows += found?.proof?.rows.length ?? 0
      if (!right?.proof || right.proof.result !== found?.proof?.result) different.push(question)
    }
    const fees = [await ours.feesByCorridor(EVERYTHING), await theirs.feesByCorridor(EVERYTHING)].map((answer) =>
      JSON.stringify(answer.rows),
    )
    if (fees[0] !== fees[1]) different.push('the fees of the desk')
    const manifest = await readManifest(published)
    const text = readFileSync(join(published, 'published', manifest?.certificate?.file ?? ''), 'utf8')
    // The events lie elsewhere, and the published file is Spark's.
    symlinkSync(join(landing, 'events'), join(published, 'events'))
    const items = await verify(published, text, SCALE_KEY)
    const unequal = items.filter(({ state }) => state === 'unequal').map(({ what, says }) => `${what}: ${says}`)
    return {
      figures: QUESTION_NAMES.length + 1,
      rows,
      verified: items.filter(({ state }) => state === 'equal').length,
      different: [...different, ...unequal],
    }
  } finally {
    ours.close()
    theirs.close()
  }
}
