/** Ends the session and leaves for the sign-in page; a full load, so that nothing of the last person stays in memory. */
export async function signOut(): Promise<void> {
  await endSession()
  window.location.assign('/sign-in')
}

/** Ends the session on the server; a server that is away ends it by itself when it is idle. */
export async function endSession(): Promise<void> {
  await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).catch(() => undefined)
}
