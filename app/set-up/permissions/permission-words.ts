import type { Permission } from '@/access/permissions'

/** Each permission as a payroll clerk would say it. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  'runs:read': 'See payroll runs and bank files',
  'runs:prepare': 'Upload payroll files, prepare, submit and cancel runs',
  'runs:approve': 'Approve, send back and recall runs',
  'bank-files:answer': 'Say whether the bank has a file, and move its day',
  'bank-files:apply': 'Upload bank files by hand, and confirm those of others',
  'findings:read': 'See bank exceptions',
  'findings:resolve': 'Decide about bank exceptions',
  'payouts:read': 'See payouts',
  'payouts:hold': 'Hold payouts, and release them',
  'search:read': 'Search payouts',
  'finance:read': 'See fees and countries of all companies together',
  'finance:close': 'Prepare, close and reopen months; each takes two people',
  'operations:read': 'See how the system is doing',
  'operations:act': 'Ask for comparisons, and explain what differs',
  'set-up:read': 'See companies, banks and people',
  'set-up:change': 'Set up companies, banks and people; what could divert money takes two',
}
