import type { Command } from 'commander'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { accountFor, listUnaccounted } from '@/payroll/transmissions/unaccounted-files'
import { Wrong } from '../failures'
import type { Frame } from '../frame'
import { withOwner } from '../installation'

/** Files that went to the bank before the database was restored, and that it cannot name. */
export function add(program: Command, frame: Frame): void {
  const files = program.command('unaccounted-file').description('files paid in a history that is lost (on the installation’s own machine)')
  files
    .command('list')
    .description('those that keep payments back, then those that are accounted for')
    .action(() =>
      withOwner(async ({ ledger }) => {
        const found = await listUnaccounted(ledger)
        const rows = found.map(({ fileName, company, payments, handedOverAt, accountedAt, reason }) => ({
          File: fileName,
          Company: company ?? 'not known: nobody is paid',
          Payments: payments,
          Written: handedOverAt,
          'Accounted for': accountedAt === null ? 'no' : `${accountedAt}: ${reason}`,
        }))
        frame.table(['File', 'Company', 'Payments', 'Written', 'Accounted for'], rows, found)
      }),
    )
  files
    .command('account')
    .argument('<file>', 'its name, as `list` shows it')
    .description('say what became of its payments, once the bank was asked; from then on its company is paid again')
    .requiredOption('--reason <text>', 'what the bank said, and who pays or does not pay again')
    .action((file: string, { reason }: { reason: string }) =>
      withOwner(async ({ ledger, call }) => {
        if (reason.trim() === '') throw new Wrong('Give a reason.')
        const { result } = await accountFor(ledger, call(new Date()), file, reason.trim())
        if (!result.ok) throw new Wrong(sentenceOf(result.rejection))
        frame.say(`${file} is accounted for. It keeps nothing back any more.`)
      }),
    )
}
