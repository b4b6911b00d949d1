/** What a ledger of tests tells the pack of a close. */
export const CLOSE_ID = '0199f000-0000-7000-8000-000000000001'

const posting = { wages: '1740', bank: '1200', fees: '4970', consultant: 1001, client: 1 }
const company = (code: string) => ({
  ...{ id: `company-${code}`, code, name: `Employer ${code}`, timeZone: 'Europe/Berlin', posting },
  accounts: [{ currency: 'EUR', last4: '2051', home: true, opening: null, closing: null }],
})

/** As the text that is kept. */
export const toldText = (position: bigint, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    ...{ format: 1, closeId: CLOSE_ID, month: '2026-01', round: 0, era: 1, position: `${position}` },
    ...{ coveredUntil: '2026-11-25T14:00:00.000Z', preparedBy: { id: 'preparer', name: 'Test Preparer' } },
    ...{ preparedAt: '2026-11-25T14:05:00.000Z', checklist: [], companies: [company('TSA'), company('TSB')] },
    ...{ exceptions: [], explanations: [], ...more },
  })
