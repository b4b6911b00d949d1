/** How PayLedger is known at the provider of the tests, and the provider to it. */
export const PROVIDER = { clientId: 'payledger', clientSecret: 'a secret of the provider of the tests', name: 'the tests’ sign-in' }

/** The provider's name for itself. */
export const issuerAt = (port: number): string => `http://127.0.0.1:${port}`
