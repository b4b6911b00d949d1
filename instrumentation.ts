/** Runs once when the app's server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { prepareApp } = await import('./app/http/prepare')
  await prepareApp(() => new Date())
}
