/** `npm run build`: app and workers as `npm run process` starts them. */
import { buildWorkers } from '../build-workers'
import { runCommand, say } from '../command'
import { buildApp } from '../next-build'

await runCommand(async () => {
  await buildWorkers()
  say((await buildApp()) ? 'Built.' : 'The workers are built. The app was built before, and nothing has changed.')
})
