/** How long a piece of work keeps everybody else in its process waiting. */

/**
 * The longest stretch of `work` in which nothing else has a turn, in milliseconds of the process's CPU: other processes do not lengthen it. Its garbage
 * collection counts as well.
 */
export async function longestSliceMs(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let before = process.cpuUsage()
  let isOver = false
  const look = () => {
    const now = process.cpuUsage()
    longest = Math.max(longest, (now.user - before.user + now.system - before.system) / 1_000)
    before = now
  }
  const turn = () => {
    look()
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  try {
    await work()
  } finally {
    look()
    isOver = true
  }
  return longest
}
