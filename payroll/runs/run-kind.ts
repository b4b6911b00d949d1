/** What a run is for. People are compared within it: a correction says nothing about the next month's pay. */
export const RUN_KINDS = ['regular', 'off-cycle', 'correction'] as const
export type RunKind = (typeof RUN_KINDS)[number]
