import { createServer } from 'node:net'
import { SetupProblem } from './setup-problem'

/** A port on the loopback address that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return listen(0).then((port) => port ?? Promise.reject(new Error('no free port')))
}

/** The first free port of `from`, `from` + 1 … @throws SetupProblem when a hundred of them are taken. */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < from + 100; port += 1) if ((await listen(port)) !== null) return port
  throw new SetupProblem(`The ports ${from} to ${from + 99} are all taken on 127.0.0.1; end something that listens there.`)
}

/** The first of `count` ports in a row from `from` on that are all free. @throws SetupProblem when a hundred of them are not. */
export async function nextFreeRow(from: number, count: number): Promise<number> {
  for (let first = from; first < from + 100; first += 1) {
    const taken = (await Promise.all(Array.from({ length: count }, (_, n) => listen(first + n)))).lastIndexOf(null)
    if (taken < 0) return first
    first += taken
  }
  throw new SetupProblem(
    `Between the ports ${from} and ${from + 99} no ${count} in a row are free on 127.0.0.1; end something that listens there.`,
  )
}

function listen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}
