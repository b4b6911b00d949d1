/** Only the three servers, for tests (`npm run test:int` finds them) and for processes started by hand. */
import { onShutdown } from '@/platform/shutdown'
import { runCommand, say, takeData } from '../command'
import { DATA } from '../paths'
import { startServers } from '../servers'

await runCommand(async () => {
  const claim = await takeData('stack')
  if (!claim) return
  const servers = await startServers({ dataDir: DATA, log: (line) => say(`# ${line}`) })
  onShutdown(servers.stop)
  claim.tell({ env: servers.env })
  for (const [name, value] of Object.entries(servers.env)) say(`${name}=${value}`)
  say('# Ctrl-C stops them; their data stays in .payledger/data.')
})
