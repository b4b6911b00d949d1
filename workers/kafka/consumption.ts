/** What a consumer is asked for, what it answers, and what its loop knows while it runs. */
import type { Kafka } from 'kafkajs'
import type { Arrived } from '@/events/projection'
import type { Logger } from '@/platform/log'
import type { OffsetWatch } from './admin'
import type { Gap, Reading } from './classify'
import type { Trust } from './trust'

export type ConsumeOptions = {
  kafka: Kafka
  topic: string
  groupId: string
  log: Logger
  /** Tells the messages of our relay from what somebody else wrote to the topic. */
  trust: Trust
  /** The position the copy has durably applied in a partition; read once each time the partition is assigned. */
  applied: (partition: number) => Promise<bigint>
  /**
   * Applies consecutive messages of one partition and is durable when it resolves. When it throws, the same messages come again, for ever.
   * Called at the same time for different partitions, never for the same one.
   */
  apply: (partition: number, batch: Arrived[]) => Promise<void>
  /**
   * Events are missing: the partition is read again from its beginning. Called once more, with `searched`, when that did not find them.
   * The gap is closed as soon as `apply` is called for that partition again.
   */
  onGap: (partition: number, gap: Gap) => void | Promise<void>
  /** Called with each failure of the loop, for the process's heartbeat. */
  onError?: (error: unknown) => void
  signal: AbortSignal
}

export type Consumption = {
  /** Resolves once stopped. @throws Error when messages wait and nothing has moved for a minute: the process should end and be started again. */
  run(): Promise<void>
  stop(): Promise<void>
  /** Messages per assigned partition that are in Kafka and not applied. @throws when Kafka is away. */
  lag(): Promise<Record<number, bigint>>
  /** By assigned partition the position after which events are missing, though the whole partition was read again. */
  gaps(): Record<number, string>
}

/** A partition while it is assigned to us; `next` is the offset after the last message that was dealt with. */
export type Assigned = Reading & { next: bigint; uncommitted: boolean }

/** What the loop knows while it runs. */
export type Loop = ConsumeOptions & {
  assigned: Map<number, Promise<Assigned>>
  /** Those of `assigned` that the copy has answered for. */
  ready: Map<number, Assigned>
  ends: OffsetWatch
  /** When something moved last, or stood still for a reason that is known. */
  movedAt: number
}
