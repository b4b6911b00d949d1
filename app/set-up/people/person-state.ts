export const personState = {
  active: { word: 'Active', tone: 'ok' },
  invited: { word: 'Invited', tone: 'warn' },
  deactivated: { word: 'Deactivated', tone: 'idle' },
} as const
