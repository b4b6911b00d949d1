import { readConfig } from '@/platform/config'
import { tellClientAddress } from './client-address'
import { countInHand } from './in-hand'
import { checkConfiguration } from './server'

/** What must be right before the app takes requests. @throws Error that lists everything that is missing or malformed. */
export function prepareApp(): void {
  checkConfiguration()
  countInHand()
  tellClientAddress(readConfig('CLIENT_ADDRESS_HEADER').CLIENT_ADDRESS_HEADER)
}
