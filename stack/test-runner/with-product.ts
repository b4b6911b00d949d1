import { onShutdown } from '@/platform/shutdown'
import { buildApp } from '../next-build'
import { type Product, type ProductIs, startProduct, TEST_BUILD } from './product'

/**
 * Builds the app when its sources changed, starts all of PayLedger, does `work` with it and stops it, whatever came of it.
 */
export async function withProduct<T>(work: (product: Product) => Promise<T>, is: ProductIs = {}): Promise<T> {
  await buildApp(TEST_BUILD)
  let product: Product | null = await startProduct(is)
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
