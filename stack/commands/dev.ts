/** `npm run dev`; with `-- --empty` an empty ledger stays empty. */
import { runCommand } from '../command'
import { startEverything } from '../everything'

await runCommand(() => startEverything('dev', { empty: process.argv.includes('--empty'), clock: () => new Date() }))
