/** `payledger`: one command a file below cli/commands. What is asked for goes to stdout, everything else to stderr. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command, CommanderError } from 'commander'
import { failureWords } from './failures'
import { EXIT, type Frame, frameOf, type Say } from './frame'

export type AddCommand = (program: Command, frame: Frame) => void

const say: Say = (line) => void process.stderr.write(`${line}\n`)
const program = new Command('payledger')
  .description(
    'PayLedger from the command line. Most commands ask the server as the owner of an API key; user, key, migrate, doctor, backup, restore, adopt-database, unaccounted-file, finance verify and finance verify-close work on the installation itself.',
  )
  .option('--url <address>', 'the server; else PAYLEDGER_URL, else the profile’s')
  .option('--profile <name>', 'of ~/.config/payledger/profiles.json', 'default')
  .option('--json', 'JSON instead of tables')
  .exitOverride()
  .showHelpAfterError('(payledger --help shows all commands)')
  .addHelpText(
    'after',
    `
Environment: PAYLEDGER_URL and PAYLEDGER_API_KEY, or a profile file: {"default": {"url": "https://…", "apiKey": "payledger_…"}}
Exit codes:  0 done · 1 refused or failed · 2 used wrongly`,
  )

const folder = join(import.meta.dirname, 'commands')
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort()) {
  const { add } = (await import(pathToFileURL(join(folder, file)).href)) as { add: AddCommand }
  add(
    program,
    frameOf(() => program.opts(), say),
  )
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usedWrongly
  else {
    for (const line of failureWords(error)) say(line)
    process.exitCode = EXIT.refused
  }
}
