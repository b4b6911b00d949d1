/** What a bank's status of a payment, a block or a file means, in plain words (ISO 20022, ExternalPaymentTransactionStatus and group status codes). */

const MEANINGS: Readonly<Record<string, string>> = {
  ACCC: 'Paid: the money is on the employee’s account',
  ACCP: 'Accepted: the bank has checked it',
  ACFC: 'Accepted: the account has the money for it',
  ACSC: 'Settled according to the bank; its booking decides',
  ACSP: 'Accepted: the bank is carrying it out',
  ACTC: 'Accepted: the bank could read it',
  ACWC: 'Accepted, but the bank changed something',
  ACWP: 'Accepted, not yet on the employee’s account',
  BLCK: 'Blocked by the bank: neither paid nor rejected',
  CANC: 'Cancelled by the bank: neither paid nor rejected',
  PART: 'Accepted in part',
  PATC: 'Accepted in part: more signatures are needed',
  PDNG: 'Waiting at the bank',
  PRES: 'Presented to the account holder',
  RCVC: 'Payee check: the name matches the account holder',
  RCVD: 'Received by the bank',
  RJCT: 'Rejected',
  RVCM: 'Payee check: some names do not match the account holders',
  RVMC: 'Payee check: the name is close to the account holder’s, but not the same',
  RVNA: 'Payee check: the bank could not check the name',
  RVNM: 'Payee check: the name does not match the account holder',
}

/** "Accepted: the bank could read it"; a code that is not in the list is given back as it is. */
export const statusMeaning = (code: string): string => MEANINGS[code] ?? `Status ${code}`
