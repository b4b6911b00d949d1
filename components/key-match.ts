/** Which key was meant. */
export type KeyBinding = { key: string; label: string; group: string }
export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** `mod` is Ctrl, or ⌘ on a Mac: "mod+k". Everything else is the key's own name: "j", "/", "?", "Enter". */
export function matchesKey(combo: string, press: KeyPress): boolean {
  const mod = combo.startsWith('mod+')
  const key = mod ? combo.slice(4) : combo
  return press.key.toLowerCase() === key.toLowerCase() && (press.ctrlKey || press.metaKey) === mod && !press.altKey
}

/** A key that types a character by itself, which some people's speech input or habits press by accident. */
export function isSingleKey(combo: string): boolean {
  return combo.length === 1
}

export function keyWords(combo: string): string {
  if (combo.startsWith('mod+')) return `Ctrl/⌘ ${combo.slice(4).toUpperCase()}`
  return combo === ' ' ? 'Space' : combo
}
