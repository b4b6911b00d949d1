/** What every integration test shares: three real servers and a migrated database to copy from. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildWorkers } from '../build-workers'
import { findServers } from './find-servers'
import type { TestGround } from './ground'
import { TEST_WORKERS } from './processes'
import { removeTraces } from './remove-traces'
import { templateDatabase } from './template-database'

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const servers = await findServers((line) => process.stdout.write(`  ${line}\n`))
  await buildWorkers(TEST_WORKERS, { withSimulator: true })
  const ground: TestGround = {
    env: servers.env,
    run: `t${randomBytes(3).toString('hex')}`,
    template: await templateDatabase(servers.env.DATABASE_URL ?? ''),
    folder: mkdtempSync(join(tmpdir(), 'payledger-test-')),
  }
  project.provide('ground', ground)
  // The tests take addresses from `ground` alone; a suite that starts a cluster of its own must not be given ours.
  for (const name of Object.keys(servers.env)) delete process.env[name]
  return async () => {
    if (servers.shared) await removeTraces(ground)
    await servers.stop()
    rmSync(ground.folder, { recursive: true, force: true })
  }
}
