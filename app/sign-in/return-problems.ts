/** Why somebody comes back from the OpenID Connect provider and is not signed in, each as one sentence. */
const SENTENCES = {
  cancelled: () => 'The sign-in was cancelled. Nothing has changed.',
  unknown: () =>
    'Nobody with your e-mail address can sign in to PayLedger. Ask your administrator to invite you, and accept the invitation first.',
  unconfirmed: (name: string) => `You cannot come in by ${name}, because it has not confirmed your e-mail address. Use your password.`,
  'linked-elsewhere': (name: string) =>
    `Another account of ${name} already signs in here with your e-mail address. Use your password, or ask an administrator for a new password link.`,
  expired: () => 'This sign-in took too long, or was begun in another browser. Try again.',
  provider: (name: string) =>
    `You could not be signed in, because ${name} does not answer as it should. Use your password, or try again in a moment.`,
} as const

export type ReturnProblem = keyof typeof SENTENCES

/** The sentence of `problem` as it stands in the address; null when it is none. `name` is what the provider is called. */
export const returnSentence = (problem: string | undefined, name: string): string | null =>
  problem !== undefined && Object.hasOwn(SENTENCES, problem) ? SENTENCES[problem as ReturnProblem](name) : null
