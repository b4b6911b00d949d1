export const SEAL_WORDS = 'You approve exactly these lines. If one has changed, PayLedger refuses this approval and shows you the change.'
