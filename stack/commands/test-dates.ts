/** Unit and integration tests at five dates, on servers of their own; `-- 3` runs the third alone. */
import { onShutdown } from '@/platform/shutdown'
import { runCommand, say } from '../command'
import { testDates } from '../test-runner/dates'
import { fakeClock } from '../test-runner/fake-clock'
import { temporaryServers } from '../test-runner/find-servers'
import { runVitest } from '../test-runner/run-tests'
import { sum, type Tally } from '../test-runner/tally'

await runCommand(async () => {
  const only = Number(process.argv[2] ?? 0)
  const now = new Date()
  const tallies: Tally[] = []
  for (const [index, date] of testDates(now).entries()) {
    if (only > 0 && only !== index + 1) continue
    say(`${index + 1}. ${date.name} (${date.at.toISOString()}${date.timeZone ? `, ${date.timeZone}` : ''})`)
    const clock = fakeClock(date, now)
    const unit = await runVitest('unit', clock)
    const servers = await temporaryServers((line) => say(`  ${line}`), clock)
    onShutdown(servers.stop)
    const int = await runVitest('int', { ...servers.env, ...clock }).finally(servers.stop)
    const all = sum([unit, int])
    for (const failure of all.failures) say(`\n✗ ${failure.slice(0, 4_000)}\n`)
    say(`  ${all.passed} passed, ${all.failed} failed`)
    tallies.push(all)
  }
  const { passed, failed } = sum(tallies)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
})
