import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { watermarksTopic } from '@/events/topics'
import { type Key, verify } from '@/finance/verify'
import { readConfig } from '@/platform/config'
import { Wrong } from '../failures'
import { addCloses } from '../finance-closes'
import { addWhy } from '../finance-why'
import type { Frame } from '../frame'

const MARKS = { equal: 'equal', unequal: 'UNEQUAL', other: 'other' } as const

/** Figures proved again on the machine of the landing, without a server; and months, closed on them. */
export function add(program: Command, frame: Frame): void {
  const finance = program.command('finance').description('figures, their proof and why they changed, months and their closes')
  addCloses(finance, frame)
  addWhy(finance, frame)
  finance
    .command('verify')
    .description('compute a certificate, or the proof of a figure, again from the landing, and say of each thing whether it is equal')
    .argument('<file>', 'a certificate of a publication, or what GET /api/finance/proof answered')
    .action(async (path: string) => {
      const text = await readFile(path, 'utf8').catch((error: Error) => {
        throw new Wrong(`${path} cannot be read: ${error.message}`)
      })
      const items = await verify(readConfig('FINANCE_DIR').FINANCE_DIR, text, signingKey())
      frame.table(
        ['', 'What', 'Found'],
        items.map(({ what, state, says }) => ({ '': MARKS[state], What: what, Found: says })),
        items,
      )
      const unequal = items.filter(({ state }) => state === 'unequal').length
      if (unequal > 0) throw new Wrong(unequal === 1 ? 'One thing is not equal.' : `${unequal} things are not equal.`)
      frame.say('Everything is equal.')
    })
}

/** Whoever verifies elsewhere does not have the key; then only the signature is not looked at. */
function signingKey(): Key | null {
  try {
    const { EVENTS_KEY, KAFKA_TOPIC_PREFIX } = readConfig('EVENTS_KEY', 'KAFKA_TOPIC_PREFIX')
    return { secret: EVENTS_KEY, topic: watermarksTopic(KAFKA_TOPIC_PREFIX) }
  } catch {
    return null
  }
}
