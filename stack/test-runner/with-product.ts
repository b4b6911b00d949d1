import { onShutdown } from '@/platform/shutdown'
import { buildApp } from '../next-build'
import { type Product, startProduct, TEST_BUILD } from './product'

/**
 * Builds the app when its sources changed, starts all of PayLedger, does `work` with it and stops it, whatever came of it.
 * @param kept a folder whose installation stays; else it is a temporary one.
 */
export async function withProduct<T>(work: (product: Product) => Promise<T>, kept?: string): Promise<T> {
  await buildApp(TEST_BUILD)
  let product: Product | null = await startProduct(kept)
  const stop = async () => {
    const running = product
    product = null
    await running?.stop()
  }
  onShutdown(stop)
  try {
    return await work(product)
  } finally {
    await stop()
  }
}
