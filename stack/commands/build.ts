/** `npm run build`: the app as `npm run process -- app` serves it. */
import { runCommand, say } from '../command'
import { buildApp } from '../next-build'

await runCommand(async () => say((await buildApp()) ? 'Built.' : 'Built before, and nothing has changed.'))
