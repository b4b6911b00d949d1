/** What a bank's status of a payment, a block or a file means, in plain words (ISO 20022, ExternalPaymentTransactionStatus and group status codes). */

const MEANINGS: Readonly<Record<string, string>> = {
  ACCC: 'Paid: the money is on the employee’s account',
  ACCP: 'Accepted: the bank has checked it',
  ACFC: 'Accepted: the account has the money for it',
  ACSC: 'Settled, says the bank; its booking is what counts',
  ACSP: 'Accepted: the bank is carrying it out',
  ACTC: 'Accepted: the bank could read it',
  ACWC: 'Accepted with a change that the bank has made',
  ACWP: 'Accepted, not yet on the employee’s account',
  BLCK: 'Blocked by the bank: neither paid nor rejected',
  CANC: 'Cancelled, says the bank',
  PART: 'Accepted in part',
  PATC: 'Accepted in part: others must sign',
  PDNG: 'Waiting at the bank',
  PRES: 'Presented to the account holder',
  RCVC: 'Payee check: the name is the account holder’s',
  RCVD: 'Received by the bank',
  RJCT: 'Rejected',
  RVCM: 'Payee check: some names are not their account holders’',
  RVMC: 'Payee check: the name is close to the account holder’s, but not the same',
  RVNA: 'Payee check: not possible',
  RVNM: 'Payee check: the name is not the account holder’s',
}

/** "Accepted: the bank could read it"; a code that is not in the list is given back as it is. */
export const statusMeaning = (code: string): string => MEANINGS[code] ?? `Status ${code}`
