/** Sends somebody the link by which they choose a password. */
import { createTransport } from 'nodemailer'
import { tokenOf } from '@/payroll/set-up/sign-in-links'
import { noteLinkSent, readLink } from '@/payroll/set-up/use-link'
import type { Ledger } from '@/payroll/transaction/open-ledger'

export type LinkJob = { linkId: string }
export type MailOptions = { smtpUrl: string; from: string; appUrl: string; secret: string }

const SILENCE_MS = 10_000
const TIMEOUTS = { connectionTimeout: SILENCE_MS, greetingTimeout: SILENCE_MS, socketTimeout: SILENCE_MS }

/** A link that was used, replaced or has expired meanwhile is not sent. @throws when the mail server does not take it: it is tried again. */
export async function sendLink(ledger: Ledger, mail: MailOptions, linkId: string, now: Date): Promise<void> {
  const link = await readLink(ledger, linkId, now)
  if (typeof link === 'string' || link.email === null) return
  const url = `${mail.appUrl}/choose-password?token=${tokenOf(linkId, mail.secret)}`
  const transport = createTransport({ url: mail.smtpUrl, ...TIMEOUTS }, { from: mail.from })
  const isInvitation = link.purpose === 'invitation'
  try {
    await transport.sendMail({
      to: { name: link.name ?? '', address: link.email },
      subject: isInvitation ? 'Your invitation to PayLedger' : 'Choose a new password for PayLedger',
      text: isInvitation ? invitation(link.name ?? '', url) : reset(link.name ?? '', url),
    })
  } catch (error) {
    // Whatever is wrong with a mail server is put right by people, and the link is to be sent then.
    throw Object.assign(new Error('the mail server did not take the link', { cause: error }), { code: 'ECONNREFUSED' })
  } finally {
    transport.close()
  }
  await noteLinkSent(ledger, linkId, now)
}

const invitation = (name: string, url: string): string => `Hello ${name},

you have been invited to PayLedger. Choose a password here; the link works once, for 7 days:

${url}

If you did not expect this, ignore it, or ask whoever runs payroll for you.
`

const reset = (name: string, url: string): string => `Hello ${name},

choose a new password for PayLedger here; the link works once, for a day. Wherever you are signed in now, you are signed out:

${url}

If you did not ask for this, tell an administrator at once.
`
