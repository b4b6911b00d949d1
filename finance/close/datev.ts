/**
 * DATEV's posting batch: the EXTF format, header version 700, category 21 (Buchungsstapel) of version 13, in Windows-1252. One file per company, of its postings in
 * euros: another currency needs the rate of its day, and nothing is converted here. Pure.
 */
import type { Entry } from './journal'
import type { ToldCompany } from './told'

const BATCH_CURRENCY = 'EUR'

const numbered = (many: number, ...names: string[]): string[] =>
  Array.from({ length: many }, (_, n) => names.map((name) => `${name} ${n + 1}`)).flat()

/** The columns of a posting, in the order of the format's description. */
const COLUMNS = [
  ...['Umsatz (ohne Soll/Haben-Kz)', 'Soll/Haben-Kennzeichen', 'WKZ Umsatz', 'Kurs', 'Basis-Umsatz', 'WKZ Basis-Umsatz', 'Konto'],
  ...['Gegenkonto (ohne BU-Schlüssel)', 'BU-Schlüssel', 'Belegdatum', 'Belegfeld 1', 'Belegfeld 2', 'Skonto', 'Buchungstext'],
  ...['Postensperre', 'Diverse Adressnummer', 'Geschäftspartnerbank', 'Sachverhalt', 'Zinssperre', 'Beleglink'],
  ...numbered(8, 'Beleginfo - Art', 'Beleginfo - Inhalt'),
  ...['KOST1 - Kostenstelle', 'KOST2 - Kostenstelle', 'Kost-Menge', 'EU-Land u. UStID (Bestimmung)', 'EU-Steuersatz (Bestimmung)'],
  ...['Abw. Versteuerungsart', 'Sachverhalt L+L', 'Funktionsergänzung L+L', 'BU 49 Hauptfunktionstyp', 'BU 49 Hauptfunktionsnummer'],
  'BU 49 Funktionsergänzung',
  ...numbered(20, 'Zusatzinformation - Art', 'Zusatzinformation - Inhalt'),
  ...['Stück', 'Gewicht', 'Zahlweise', 'Forderungsart', 'Veranlagungsjahr', 'Zugeordnete Fälligkeit', 'Skontotyp', 'Auftragsnummer'],
  ...[
    'Buchungstyp',
    'USt-Schlüssel (Anzahlungen)',
    'EU-Land (Anzahlungen)',
    'Sachverhalt L+L (Anzahlungen)',
    'EU-Steuersatz (Anzahlungen)',
  ],
  ...[
    'Erlöskonto (Anzahlungen)',
    'Herkunft-Kz',
    'Buchungs GUID',
    'KOST-Datum',
    'SEPA-Mandatsreferenz',
    'Skontosperre',
    'Gesellschaftername',
  ],
  ...['Beteiligtennummer', 'Identifikationsnummer', 'Zeichnernummer', 'Postensperre bis', 'Bezeichnung SoBil-Sachverhalt'],
  ...['Kennzeichen SoBil-Buchung', 'Festschreibung', 'Leistungsdatum', 'Datum Zuord. Steuerperiode', 'Fälligkeit', 'Generalumkehr (GU)'],
  ...['Steuersatz', 'Land', 'Abrechnungsreferenz', 'BVV-Position (Betriebsvermögensvergleich)', 'EU-Land u. UStID (Ursprung)'],
  ...['EU-Steuersatz (Ursprung)', 'Abw. Skontokonto'],
]

/** The bytes of a company's batch; null when it has no posting in euros. `madeAt` is an ISO time. */
export function datevBatch(
  company: ToldCompany,
  entries: readonly Entry[],
  { month, madeAt }: { month: string; madeAt: string },
): Buffer | null {
  const mine = entries.filter((entry) => entry.company === company.code && entry.currency === BATCH_CURRENCY && entry.amountMinor !== '0')
  if (mine.length === 0) return null
  const lines = [header(company, month, madeAt), COLUMNS.join(';'), ...mine.map(posting)]
  // Windows-1252 and Latin-1 agree in every letter that a text of ours may have; another becomes a question mark.
  return Buffer.from(`${lines.join('\r\n')}\r\n`.replace(/[^\t\r\n -~\u00a0-\u00ff]/g, '?'), 'latin1')
}

function header({ name, posting }: ToldCompany, month: string, madeAt: string): string {
  const [year = '', number = ''] = month.split('-')
  const last = new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate()
  const days = [`${year}${number}01`, `${year}${number}${last}`]
  const head = ['"EXTF"', '700', '21', '"Buchungsstapel"', '13', madeAt.replace(/\D/g, '').slice(0, 17), '', '""', '""', '""']
  const whose = [`${posting.consultant}`, `${posting.client}`, `${year}0101`, `${posting.bank.length}`, ...days]
  const what = [quoted(`PayLedger ${month} ${name}`, 30), '""', '1', '0', '0', `"${BATCH_CURRENCY}"`]
  return [...head, ...whose, ...what, '', '""', '', '', '""', '', '', '', '""'].join(';')
}

function posting({ date, text, debit, credit, amountMinor, company, currency }: Entry): string {
  const amount = amountMinor.padStart(3, '0')
  const cells = [`${amount.slice(0, -2)},${amount.slice(-2)}`, '"S"', `"${currency}"`, '', '', '""', debit, credit, '""']
  const document = [`${date.slice(8, 10)}${date.slice(5, 7)}`, quoted(`${company} ${date.slice(0, 7)}`, 36), '""', '', quoted(text, 60)]
  const filled = [...cells, ...document]
  return [...filled, ...Array.from({ length: COLUMNS.length - filled.length }, () => '')].join(';')
}

const quoted = (text: string, most: number): string => `"${text.slice(0, most).replaceAll('"', '""')}"`
