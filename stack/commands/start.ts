/** `npm start`; with `-- --empty` an empty ledger stays empty. */
import { runCommand } from '../command'
import { startEverything } from '../everything'

await runCommand(() => startEverything('start', { empty: process.argv.includes('--empty'), clock: () => new Date() }))
