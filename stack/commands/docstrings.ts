/** Lists the exported functions of the product that have no docstring, and counts them by room. It is no part of `npm run check` while there are any. */
import { roomsOf } from '../checks/docstrings'
import { sourceFiles } from '../checks/source-files'
import { runCommand, say } from '../command'

await runCommand(async () => {
  const rooms = roomsOf(sourceFiles())
  for (const { missing } of rooms) for (const where of missing) say(where)
  say('')
  for (const { room, functions, missing } of rooms) say(`${room.padEnd(14)} ${String(missing.length).padStart(4)} of ${functions}`)
  const missing = rooms.reduce((sum, room) => sum + room.missing.length, 0)
  say(`${missing} of ${rooms.reduce((sum, { functions }) => sum + functions, 0)} exported functions have no docstring`)
  process.exitCode = missing > 0 ? 1 : 0
})
