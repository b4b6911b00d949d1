import { spawnSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { SetupProblem } from '../setup-problem'

export type Account = { name: string; uid: number; gid: number }

/**
 * The account Postgres runs under when we are root, which it refuses: `postgres`, else `nobody`; null when we are somebody else.
 * @throws SetupProblem when our own user id has no name, which initdb needs, or root finds no other account.
 */
export function postgresAccount(): Account | null {
  try {
    userInfo()
  } catch {
    throw new SetupProblem(
      `The user id ${process.getuid?.()} has no name in /etc/passwd, which PostgreSQL and Maven need: run as an account that has one.`,
    )
  }
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [id('-u', name), id('-g', name)]
    if (uid !== null && gid !== null) return { name, uid, gid }
  }
  throw new SetupProblem(
    'PostgreSQL does not run as root, and there is no account postgres or nobody to run it under: add one, or start as another user.',
  )
}

function id(flag: string, name: string): number | null {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return answer.status === 0 ? Number(answer.stdout) : null
}
