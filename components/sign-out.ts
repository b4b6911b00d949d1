/** Ends the session and leaves for the sign-in page; a full load, so that nothing of the last person stays in memory. */
export async function signOut(): Promise<void> {
  // The sign-in library refuses a sign-out that is not JSON.
  await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  window.location.assign('/sign-in')
}
