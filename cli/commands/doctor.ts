import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Checked, checkPostgres } from '@/operations/check-postgres'
import { readConfig } from '@/platform/config'
import { checkMachine } from '../doctor/machine'
import { checkMetricsPorts } from '../doctor/metrics-ports'
import { checkElasticsearch, checkKafka } from '../doctor/stores'
import { Wrong } from '../failures'
import type { Frame } from '../frame'

const MARKS = { ok: 'ok', look: 'look', wrong: 'WRONG' } as const

/** Whether this machine can run PayLedger: every setting, server, version, right and clock. */
export function add(program: Command, frame: Frame): void {
  program
    .command('doctor')
    .description('check settings, servers, versions, rights and clocks, and say what to mend')
    .action(async () => {
      const machine = checkMachine()
      const isConfigured = machine.every(({ what, state }) => state !== 'wrong' || !what.startsWith('Setting'))
      const checked = isConfigured ? [...machine, ...(await checkMetricsPorts()), ...(await checkServers())] : machine
      frame.table(
        ['', 'What', 'Found'],
        checked.map(({ what, state, found }) => ({ '': MARKS[state], What: what, Found: found })),
        checked,
      )
      for (const { what, mend } of checked.filter(({ mend }) => mend !== null)) frame.say(`${what}: ${mend}`)
      const wrong = checked.filter(({ state }) => state === 'wrong').length
      if (!isConfigured) frame.say('The servers were not asked: their addresses are among the settings.')
      if (wrong > 0) throw new Wrong(wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`)
      frame.say('Nothing is wrong.')
    })
}

async function checkServers(): Promise<Checked[]> {
  const { DATABASE_URL_APP, DATABASE_URL_RELAY } = readConfig('DATABASE_URL_APP', 'DATABASE_URL_RELAY')
  const migrations = readdirSync(join(import.meta.dirname, '../../prisma/migrations')).filter((name) => name.endsWith('.sql')).length
  const clock = () => new Date()
  const all = await Promise.all([
    checkPostgres('the app', DATABASE_URL_APP, migrations, clock),
    checkPostgres('the relay', DATABASE_URL_RELAY, migrations, clock),
    checkKafka(),
    checkElasticsearch(),
  ])
  return all.flat()
}
