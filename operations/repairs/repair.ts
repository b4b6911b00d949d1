/** What a repair is, wherever it is asked for, done, proven or shown. */

export const REPAIR_KINDS = ['rebuild-search'] as const
export type RepairKind = (typeof REPAIR_KINDS)[number]

export const REPAIR_STATES = ['asked', 'filling', 'filled', 'proven', 'done', 'refused', 'cancelled'] as const
export type RepairState = (typeof REPAIR_STATES)[number]

/** Until then it can be cancelled: what is proven comes into its place within a second. */
export const CANCELLABLE: readonly RepairState[] = ['asked', 'filling', 'filled']

/** How the new copy compared with the ledger. `differences` names at most twenty. */
export type Proof = { position: string; payouts: number; differences: { payoutId: string; cause: string }[]; differenceCount: number }
