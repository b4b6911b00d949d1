/** What somebody is signed in with, by what their browser says of itself. */
import Bowser from 'bowser'

/** "Firefox on Windows"; null when it says nothing that is known. */
export function deviceWords(userAgent: string | null): string | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return null
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}
