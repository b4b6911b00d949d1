/** The journal's chain of hashes: one text that stands for every event up to a position, their order and every byte of them. The relay signs it in each watermark. */
import { hash as digest } from 'node:crypto'

/** The head before the first event. */
export const BEFORE_FIRST = '0'.repeat(64)

/** `sha256(head before ‖ newline ‖ event)`, in hex: it can be made from any copy of the events, without knowing in which batches they came. */
export const nextHead = (before: string, event: string): string => digest('sha256', `${before}\n${event}`, 'hex')
