/** A log in Kafka whose bytes were changed on the broker's disk: the broker hands them out as they are, and the client cannot make messages of them. */

/** What the client throws over bytes that are no batch of messages. */
const UNDECODABLE = new Set([
  'KafkaJSPartialMessageError',
  'KafkaJSUnsupportedMagicByteInMessageSet',
  'KafkaJSInvalidVarIntError',
  'KafkaJSInvalidLongError',
])
const OUTSIDE = 'Attempt to access memory outside buffer bounds'
/** What the broker answers when it cannot even find the batch that is asked for: where the log begins, or where a reader goes on. */
const REFUSED = 'CORRUPT_MESSAGE'

/** The failure with its repair, where it says that the topic's log is damaged; null for any other. One damaged partition keeps all from being read. */
export function damageOf(error: unknown, topic: string): Error | null {
  const { name, message, type, cause } = (error ?? {}) as { name?: unknown; message?: unknown; type?: unknown; cause?: unknown }
  const isDamage = UNDECODABLE.has(String(name)) || message === OUTSIDE || type === REFUSED
  if (!isDamage) return cause === undefined ? null : damageOf(cause, topic)
  const sentence = `The topic ${topic} cannot be read any further: its log is damaged on Kafka’s disk (${String(message)}). Nothing is lost. Press Fill Kafka anew on the operations page: the relay makes the topic again and sends every event from the ledger.`
  return new Error(sentence, { cause: error })
}
