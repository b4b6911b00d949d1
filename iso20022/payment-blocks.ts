/** Payments put into the blocks of their file. */

import { ITEMS_AT_ONCE, type Work } from '@/platform/in-turns'
import type { Payment, PaymentBlock } from './credit-transfer'

/** A payment and the block that was planned for it. */
export type PlannedPayment = Payment & { blockId: string; rail: PaymentBlock['rail'] }

type Common = Pick<PaymentBlock, 'debtor' | 'executionDate' | 'batchBooking'> & { salary: boolean }

/**
 * One block per id, in the order of the ids; a block has one debtor account, date and payment type (ISO 20022 PmtInf), and one currency, so that a bank
 * that books it as one line books one amount. The order in which the payments come does not matter: the same ones give the same blocks.
 * The category purpose SALA is said by SEPA only.
 */
export function* paymentBlocks(planned: readonly PlannedPayment[], { salary, ...common }: Common): Work<PaymentBlock[]> {
  const blocks = new Map<string, PaymentBlock & { payments: Payment[] }>()
  for (const [n, { blockId, rail, ...payment }] of [...planned].sort(byId).entries()) {
    if (n % ITEMS_AT_ONCE === 0) yield
    const block = blocks.get(blockId)
    if (block) block.payments.push(payment)
    else
      blocks.set(blockId, {
        ...common,
        paymentInformationId: blockId,
        rail,
        currency: payment.currency,
        salary: salary && rail === 'sepa',
        payments: [payment],
      })
  }
  return [...blocks.values()]
}

const byId = (a: PlannedPayment, b: PlannedPayment): number => compare(a.blockId, b.blockId) || compare(a.endToEndId, b.endToEndId)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
