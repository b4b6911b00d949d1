const names = new Intl.DisplayNames('en-GB', { type: 'region' })

/** "Spain"; the code itself where there is no such country. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
