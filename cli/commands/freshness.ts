import type { Command } from 'commander'
import type { Frame } from '../frame'
import { time } from '../words'

/** How current search and finance are. */
export function add(program: Command, frame: Frame): void {
  program
    .command('freshness')
    .description('how current search and finance are')
    .action(async () => {
      const copies = await frame.call('GET /api/freshness')
      const rows = [copies.search, copies.finance].map((copy) => ({
        Copy: copy.store,
        State: copy.state,
        'Covers until': time(copy.coveredUntil),
        Behind: copy.lagMs === null ? null : `${(copy.lagMs / 1_000).toFixed(1)} s`,
        Allowed: `${copy.contractMs / 1_000} s`,
        Note: copy.note ?? null,
      }))
      frame.table(['Copy', 'State', 'Covers until', 'Behind', 'Allowed', 'Note'], rows, copies)
    })
}
