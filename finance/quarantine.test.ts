/** If this fails, a disk changes what finance counts and nobody is told. */
import { copyFileSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flip } from '@/stack/test-runner/flip'
import { dir, journal, land, landedBy } from '@/stack/test-runner/landed'
import { buildMarts } from './build-marts'
import { openToWrite, rowsOf } from './duckdb'
import { segmentsFolder } from './folders'
import { openLanding } from './landing/landing'
import { quarantineDamaged } from './landing/quarantine'
import { publish } from './publish'

const WINDOW = 64
landedBy({ openLanding, buildMarts, publish })

it('a segment that was changed anywhere is set aside, unless all of it still reads as it was written', async () => {
  await land(journal.filter(({ partition }) => partition === journal[0]?.partition).slice(0, 3))
  const folder = segmentsFolder(dir, 1, journal[0]?.partition ?? 0)
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const whole = join(dir, 'whole.parquet')
  copyFileSync(path, whole)
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  const connection = await store.connect()
  const read = (file: string) => rowsOf(connection, `SELECT * FROM read_parquet('${file}')`)
  const written = await read(path)
  expect(await quarantineDamaged(dir, 1, new Map())).toEqual([])

  let [named, harmless] = [0, 0]
  for (let at = 0; at < statSync(whole).size; at += WINDOW) {
    copyFileSync(whole, path)
    flip(path, at)
    const [damaged] = await quarantineDamaged(dir, 1, new Map())
    if (damaged) named += 1
    else {
      harmless += 1
      expect(await read(path), `${at} to ${at + WINDOW}`).toEqual(written)
    }
    if (damaged) renameSync(damaged.path, path)
  }
  expect(named).toBeGreaterThan(harmless)
  connection.closeSync()
  store.close()
})
