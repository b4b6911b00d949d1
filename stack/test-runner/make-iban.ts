/** An IBAN with the right check digits, for sample data and tests. `bban` is what follows them; its form is the caller's care. */
export function makeIban(country: string, bban: string): string {
  const number = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  const check = 98n - (BigInt(number) % 97n)
  return `${country}${check.toString().padStart(2, '0')}${bban}`
}
