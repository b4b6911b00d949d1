/** Control totals of a run: what is paid per currency and rail. `amountMinor` in minor units of `currency`, as a decimal string. */
export type Total = { currency: string; rail: 'sepa' | 'swift'; amountMinor: string; payouts: number }
