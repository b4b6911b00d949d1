import { runCommand } from '../command'
import { startEverything } from '../everything'

await runCommand(() => startEverything('dev'))
