/** The one way an account is written: stored, compared, hashed and searched for. */

/**
 * Without spaces, dots, dashes and invisible characters, in capitals, and without the word IBAN in front of one:
 * "IBAN de12 3456", "DE12-3456" and "DE123456" are one account.
 */
export function normalizeAccount(text: string): string {
  return text
    .replace(/[\s.\p{Dash_Punctuation}\p{Format}]/gu, '')
    .toUpperCase()
    .replace(/^IBAN:?(?=[A-Z]{2}\d{2})/, '')
}
