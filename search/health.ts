/** Whether the index's server can work at all. */
import { openSearch, type SearchOptions } from './client'

/** Its health: green, yellow, or red when a primary shard is missing. @throws when it does not answer within 5 s. */
export async function searchHealth(options: Omit<SearchOptions, 'prefix'>): Promise<'green' | 'yellow' | 'red'> {
  const { client } = openSearch({ ...options, prefix: '' })
  try {
    const { status } = await client.cluster.health({}, { requestTimeout: 5_000 })
    const said = status.toLowerCase()
    return said === 'green' || said === 'yellow' ? said : 'red'
  } finally {
    await client.close()
  }
}
