export const SEAL_WORDS = 'You approve exactly these lines. If one changes, this approval is refused and you are shown what changed.'
