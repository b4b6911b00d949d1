/** Makes search anew while people search: fills an index beside the one that answers, when somebody asks for it, and keeps both until the new one is proven. */
import type { Leftover, OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { Clock } from '@/platform/clock'
import type { Search } from '@/search/client'
import { isCurrent } from '@/search/definition'
import { type Proven, searchBeside } from '@/search/projection'
import { dropIndex } from '@/search/writer'
import { fillBeside } from '../projection/fill-beside'
import { watchRepairs } from '../projection/follow-repair'
import type { Around } from '../projection/run'

const KIND = 'rebuild-search'

const OUTDATED =
  'PayLedger was updated, or the history began anew, while this was under way: an index is made otherwise now. Search fills itself anew; ask again once it has, if it is still needed.'
const UNPROVEN = 'The index that answered was taken away meanwhile, and this one came into its place before it was proven. Compare deeply.'

export type RebuildOptions = Around & { repairs: WorkerRepairs; search: Search; clock: Clock }

/** Looks every second until `signal` aborts. A database that is away only means that nobody can ask. */
export async function watchRebuilds(options: RebuildOptions): Promise<void> {
  const { repairs, search, log, signal } = options
  await watchRepairs({ repairs, log, signal }, async () => {
    const repair = await repairs.open(KIND)
    if (repair) await rebuild(options, repair)
    for (const leftover of await repairs.leftovers(KIND)) await drop(search, repairs, leftover)
  })
}

async function drop(search: Search, repairs: WorkerRepairs, { id, name }: Leftover): Promise<void> {
  if (await dropIndex(search, name)) await repairs.dropped(id)
}

/** Until it has ended: done, refused, or cancelled by a person. */
async function rebuild(options: RebuildOptions, { id, made }: OpenRepair): Promise<void> {
  const { repairs, search, clock, log } = options
  const ending = new AbortController()
  const era = await options.newestEra()
  // The name of an index carries its definition and its era.
  if (made !== null && !isCurrent(search.prefix, era, made)) return repairs.refuse(id, OUTDATED)
  const mayAnswer = async (): Promise<Proven | null> => {
    await repairs.filled(id)
    const open = await repairs.open(KIND)
    // Without a name it was proven by an older version, which did not look whose documents it read.
    return open?.state === 'proven' ? { filling: open.proof?.filling ?? '', payouts: open.proof?.payouts ?? 0 } : null
  }
  const beside = searchBeside(
    { search, era, clock, log },
    {
      made,
      named: (name) => repairs.begin(id, name),
      mayAnswer,
      unproven: () => repairs.unproven(id),
      async answers(replaced) {
        await repairs.done(id, replaced)
        // Unless it was proven: then it is not done, and stays what answers.
        await repairs.refuse(id, UNPROVEN)
        ending.abort()
      },
    },
  )
  log.info({ id }, 'search is made anew beside the index that answers')
  await fillBeside(options, { kind: KIND, id, era, copy: 'search', projection: beside, endsWhen: [], ending })
}
