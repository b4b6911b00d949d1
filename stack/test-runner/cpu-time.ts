/** How long a piece of work keeps everybody else in its process waiting, and how long it is beside work that is known. */

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

/**
 * How many times the CPU of a known piece of work (a set of 500,000 numbers) `work` takes: the least of three rounds that measure both one after the
 * other, since a machine that others use is now faster and now slower.
 */
export function timesTheYardstick(work: () => unknown): number {
  const rounds = Array.from({ length: 3 }, () => threadMs(work) / threadMs(yardstick))
  return Math.min(...rounds)
}

/** The process's time, not the clock's, in milliseconds: other tests run beside this one, and machines stand still now and then. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Counted by the kernel in steps of some milliseconds: what is measured takes many of them. */
function threadMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

function yardstick(): number {
  const numbers = new Set<number>()
  for (let n = 0; n < 500_000; n++) numbers.add((n * 7_919) % 1_000_003)
  return numbers.size
}
