/** Whether the index's server can work at all, and what it is. */
import { openSearch, type SearchOptions } from './client'
import { aliasOf } from './definition'

export type SearchCluster = {
  /** Red when a primary shard is missing, yellow when a copy is. */
  health: 'green' | 'yellow' | 'red'
  nodes: number
  /** The oldest of its nodes'. */
  version: string
  /** Copies of each shard of the index that answers, beside the first; null where there is none yet. */
  copies: number | null
}

/** @throws when it does not answer within 5 s. */
export async function searchCluster(options: SearchOptions): Promise<SearchCluster> {
  const { client, prefix } = openSearch(options)
  const soon = { requestTimeout: 5_000 }
  try {
    const { status, number_of_data_nodes: nodes } = await client.cluster.health({}, soon)
    const { nodes: each } = await client.cluster.stats({ filter_path: ['nodes.versions'] }, soon)
    const settings = await client.indices.getSettings({ index: aliasOf(prefix), ignore_unavailable: true, flat_settings: true }, soon)
    const [index] = Object.values(settings) as { settings?: Record<string, unknown> }[]
    const said = status.toLowerCase()
    return {
      health: said === 'green' || said === 'yellow' ? said : 'red',
      nodes,
      version: [...each.versions].sort(byMajor)[0] ?? '',
      copies: index?.settings ? Number(index.settings['index.number_of_replicas'] ?? 0) : null,
    }
  } finally {
    await client.close()
  }
}

const byMajor = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10)
