/** What the published marts answer, to whom, and what is said when they cannot be read. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dir, end, everything, journal, land, landedBy, typeOf } from '@/stack/test-runner/landed'
import { buildMarts } from './build-marts'
import { publishedFolder } from './folders'
import { openLanding } from './landing/landing'
import { readManifest } from './manifest'
import { readProgress } from './progress'
import { publish } from './publish'
import { openReader } from './reader'

const { built } = landedBy({ openLanding, buildMarts, publish })

describe('the reader', () => {
  it('follows the manifest to a newer file while older questions are answered, and only three files are kept', async () => {
    await land(journal)
    const positions = journal.flatMap(({ value, position }) => (typeOf({ value }) === 'payroll-run.settled' ? [position] : []))
    const reader = openReader(dir)
    expect(await reader.feesByCorridor(everything)).toEqual({ rows: [], coverage: { position: null, coveredUntil: null, deadLetters: 0 } })
    for (const position of [0n, ...positions, end]) {
      const asked = Promise.all(Array.from({ length: 8 }, () => reader.feesByCorridor(everything)))
      await built(position)
      await asked
      expect((await reader.feesByCorridor(everything)).coverage.position).toBe(position.toString())
    }
    expect(readdirSync(publishedFolder(dir)).filter((name) => name.endsWith('.duckdb'))).toHaveLength(3)
    reader.close()
  })

  it('answers by month, currency and company, and never for a company the person may not see', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const payouts = async (filter: object) =>
      (await reader.feesByCorridor({ ...everything, ...filter })).rows.reduce((sum, row) => sum + row.payouts, 0)
    const all = await payouts({})
    expect(await payouts({ company: 'TSA' })).toBe((all / 3) * 2)
    expect(await payouts({ from: '2026-02', to: '2026-02' })).toBe(all / 3)
    expect(await payouts({ currency: 'KWD' })).toBeLessThan(all / 3)
    expect(await payouts({ companies: [] })).toBe(0)
    expect(await payouts({ company: "TSA' OR '1'='1" })).toBe(0)
    expect(await reader.choices(null)).toMatchObject({ companies: [{ code: 'TSB' }, { code: 'TSA' }], firstMonth: '2026-01' })
    expect(await reader.choices([])).toEqual({ companies: [], currencies: [], rails: [], firstMonth: null })
    reader.close()
  })

  it('says that finance is down when the manifest or its file cannot be read', async () => {
    await land(journal)
    const { file } = await built()
    rmSync(join(publishedFolder(dir), file))
    expect(await readProgress(dir)).toBeNull()
    await expect(openReader(dir).feesByCorridor(everything)).rejects.toThrow()
    writeFileSync(join(publishedFolder(dir), 'manifest.json'), '{"file":')
    expect(await readProgress(dir)).toBeNull()
    await expect(readManifest(dir)).rejects.toThrow(/^The manifest of its figures is damaged at "": /)
  })
})
