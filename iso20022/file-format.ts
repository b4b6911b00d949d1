/** What differs between the payment files of one bank and another. */
import type { Umlauts } from './charset'

/** The message versions written: .09 as banks ask for since 2023, .03 as many still take. */
export type PainVersion = 'pain.001.001.09' | 'pain.001.001.03'

export type FileFormat = {
  version: PainVersion
  umlauts: Umlauts
  /** Whether addresses are carried where town and country are known; wholly unstructured ones are refused everywhere since 15 November 2026. */
  addresses: boolean
}
