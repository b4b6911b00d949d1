/** What was read, or that it took too long and was stopped. */
export async function orTooMuch<T>(reading: Promise<T>): Promise<T | 'too much'> {
  try {
    return await reading
  } catch (error) {
    // By its name: the reader is shared by bundles that each have a class of their own.
    if (error instanceof Error && error.name === 'AskedTooMuch') return 'too much'
    throw error
  }
}
