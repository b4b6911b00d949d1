/** Biome, types, imports against the folder table, unused code, and where things may stand: one line each, then what is wrong. */
import { runChecks } from '../checks/checks'
import { runCommand, say } from '../command'

await runCommand(async () => {
  const results = await runChecks(({ name, problems, seconds }) =>
    say(`${problems ? 'FAILED' : 'passed'}  ${name} · ${seconds.toFixed(1)} s`),
  )
  const failed = results.filter(({ problems }) => problems)
  for (const { name, problems } of failed) say(`\n── ${name}\n${problems}`)
  process.exitCode = failed.length > 0 ? 1 : 0
})
