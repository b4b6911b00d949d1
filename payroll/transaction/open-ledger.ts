/** The door to the ledger for the app and the workers, which never see the database driver. */
export { type Ledger, openLedger } from '@/prisma/connect'
