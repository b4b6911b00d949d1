/** Everything, in phases; the last line says how many passed and how many failed. */
import { runCommand, say } from '../command'
import { testPhases } from '../test-runner/phases'
import { TEST_LOGS } from '../test-runner/run-step'
import { single, slowest, sum, type Tally } from '../test-runner/tally'

const SLOWEST = 10
/** Enough of a failure to act on; all of it is in the logs. */
const FAILURE_CHARACTERS_MAX = 4_000

await runCommand(async () => {
  const tallies: Tally[] = []
  const times: string[] = []
  for (const { name, run } of testPhases()) {
    const began = performance.now()
    const tally = await run((line) => say(`  ${line}`)).catch((error: Error) => single(name, error.message))
    const line = `${name.padEnd(12)}${counts(tally)} · ${((performance.now() - began) / 1000).toFixed(1)} s`
    say(line)
    for (const failure of tally.failures) say(`\n✗ ${name} › ${failure.slice(0, FAILURE_CHARACTERS_MAX)}\n`)
    times.push(line)
    tallies.push(tally)
  }
  const all = sum(tallies)
  say(`\nThe ${SLOWEST} slowest tests`)
  for (const { name, seconds } of slowest(all.tests, SLOWEST)) say(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`)
  say(`\n${times.join('\n')}\nLogs: ${TEST_LOGS}`)
  if (all.skipped > 0) say(`${all.skipped} skipped`)
  say(`${all.passed} passed, ${all.failed} failed`)
  process.exitCode = all.failed > 0 ? 1 : 0
})

function counts({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
