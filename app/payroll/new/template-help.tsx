import { Download } from 'lucide-react'
import { ScrollX } from '@/components/scroll-x'
import { Section } from '@/components/section'
import { TEMPLATE_NAME, TEMPLATE_ROWS, templateFile } from './template-file'

/** Example of the file, beside the form that takes it. */
export function TemplateHelp() {
  return (
    <Section title="File format">
      <p className="text-sm text-muted">
        Any CSV or XLSX file with a header row and one person per row. You map its columns on the next page. A file like this one needs no
        mapping:
      </p>
      <ScrollX label="Example of the file" className="my-2 rounded-md border border-line bg-sunken p-2">
        <pre className="mono">{TEMPLATE_ROWS.map((row) => row.join(',')).join('\n')}</pre>
      </ScrollX>
      <ul className="mb-3 grid list-disc gap-1 pl-4 text-sm text-muted">
        <li>
          <code className="mono">account</code> is an IBAN, or an account number together with a <code className="mono">bic</code>.
        </li>
        <li>
          <code className="mono">amount</code> has the decimals of its currency: 3412.60 EUR, 300000 JPY, 920.500 KWD.
        </li>
        <li>PayLedger saves nothing until every row is correct.</li>
      </ul>
      <a
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(templateFile())}`}
        download={TEMPLATE_NAME}
        className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-[550] hover:bg-hover max-sm:h-9"
      >
        <Download aria-hidden="true" className="size-3.5" /> Download the template
      </a>
    </Section>
  )
}
