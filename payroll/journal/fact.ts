import type { Actor } from '@/events/envelope'

/** Who did it, why, when, and in which request: what every journal row carries beside its event. */
export type Fact = { actor: Actor; reason: string | null; requestId: string; occurredAt: Date }
