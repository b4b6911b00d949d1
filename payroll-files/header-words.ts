/** What payroll programs call their columns, in the languages of the companies that send them. */
import { headerKey } from './columns'
import type { MappingField } from './mapping'
import { CELL_CHARACTERS_MAX } from './row'

/** Compared as words: without case, accents and punctuation. Earlier fields win where a header fits two. */
const WORDS: Readonly<Record<MappingField, string>> = {
  employee_number:
    'employee number|employee no|employee id|employee ref|employee code|emp no|emp code|emp id|empno|payroll number|payroll no|payroll id|payroll ref|works number|staff number|staff id|staff no|personnel number|personnel no|pers no|worker id|person id|id number|personalnummer|personal nr|pers nr|persnr|mitarbeiternummer|mitarbeiter nr|ma nr|matricule|numero salarie|n salarie|no employe|numero empleado|n empleado|num empleado|codigo empleado|codigo trabajador|matricola|codice dipendente|numero dipendente|numero funcionario|n colaborador|personeelsnummer|medewerkernummer|pers nummer|numer pracownika|nr pracownika|nr ewidencyjny|anstallningsnummer|medarbejdernummer|ansattnummer|henkilonumero|osobni cislo|employee|emp|employee reference|file number|code salarie|code employe|no funcionario|codigo funcionario|matricula|törzsszám|sicil no|personel no|marca|κωδικός|社員番号|従業員番号|社員コード|従業員コード|職員番号',
  first_name:
    'first name|firstname|given name|given names|forename|forenames|vorname|prenom|prenoms|nombre de pila|nome proprio|nome|voornaam|imie|fornamn|fornavn|etunimi|jmeno|prenume|adı|名',
  last_name:
    'last name|lastname|surname|family name|nachname|familienname|zuname|nom de famille|apellidos|apellido|cognome|sobrenome|apelido|achternaam|familienaam|nazwisko|efternamn|etternavn|sukunimi|prijmeni|nume|soyadı|nom d usage|nom usuel|nom de naissance|姓',
  employee_name:
    'employee name|name|full name|fullname|account name|account holder|account holder name|beneficiary name|beneficiary|payee|payee name|recipient|recipient name|creditor name|creditor|receiver name|empfanger|empfaengername|empfanger name|name des empfangers|zahlungsempfanger|kontoinhaber|begunstigter|mitarbeiter|mitarbeitername|name vorname|nom|nom prenom|nom et prenom|nom complet|beneficiaire|nom du beneficiaire|titulaire|salarie|nombre|nombre completo|nombre y apellidos|apellidos y nombre|apellidos nombre|beneficiario|titular|trabajador|empleado|nominativo|nome e cognome|cognome e nome|intestatario|dipendente|nome completo|nome do beneficiario|colaborador|naam|naam begunstigde|begunstigde|rekeninghouder|naam rekeninghouder|imie i nazwisko|nazwisko i imie|odbiorca|nazwa odbiorcy|namn|mottagare|navn|modtager|nimi|saaja|jmeno a prijmeni|prijemce|worker|payroll name|név|adı soyadı|ad soyad|nume si prenume|ονοματεπώνυμο|氏名|社員名|従業員名|受取人名|口座名義|口座名義人|名義人',
  account:
    'account|iban|iban number|iban no|iban nr|iban nummer|iban code|iban account number|iban or account number|account number|account no|acc no|acct no|bank account|bank account number|beneficiary account|beneficiary iban|beneficiary account number|creditor iban|creditor account|recipient iban|recipient account|kontonummer|konto|konto nr|ktonr|iban empfanger|empfanger iban|bankverbindung|compte|numero de compte|compte bancaire|iban beneficiaire|iban du beneficiaire|cuenta|numero de cuenta|cuenta bancaria|iban beneficiario|cuenta iban|n cuenta|conto|conto corrente|numero conto|coordinate iban|codice iban|conta|numero da conta|conta bancaria|rekeningnummer|rekening|iban begunstigde|numer konta|numer rachunku|nr rachunku|nr konta|rachunek|kontonr|bankkonto|tilinumero|cislo uctu|bank account no|account number iban|számlaszám|bankszámlaszám|hesap no|cont|λογαριασμός|口座番号',
  bic: 'bic|swift|bic swift|swift bic|swift code|bic code|bic or swift|bic number|bank bic|beneficiary bic|beneficiary bank bic|creditor bic|code bic|codigo bic|codigo swift|codice bic|bic empfanger|empfanger bic|kod bic|kod swift',
  sort_code: 'sort code|sortcode|bank sort code|beneficiary sort code|destination sort code|sort',
  routing_number:
    'routing number|routing no|routing|aba|aba number|aba routing number|routing transit number|bank routing number|receiving dfi|transit number|rtn|bank aba|bank routing|ach routing number',
  currency:
    'currency|currency code|ccy|curr|cur|payment currency|amount currency|target currency|wahrung|wahrungscode|wkz|devise|monnaie|code devise|moneda|divisa|valuta|moeda|waluta|mena|valuutta|account currency|transfer currency|pénznem|deviza|para birimi|moneda contului|νόμισμα|通貨|通貨コード',
  amount:
    'amount|net amount|net pay|net salary|net wage|net wages|net|net to pay|payment amount|payment|pay amount|amount to pay|transfer amount|betrag|nettobetrag|auszahlungsbetrag|auszahlung|uberweisungsbetrag|zahlbetrag|nettolohn|netto|summe|montant|montant net|net a payer|montant a payer|salaire net|importe|importe neto|liquido|liquido a percibir|neto|salario neto|neto a pagar|importo|importo netto|netto a pagare|netto in busta|valor|valor liquido|montante|bedrag|nettoloon|netto loon|te betalen|kwota|kwota netto|kwota przelewu|wynagrodzenie netto|do wyplaty|belopp|nettolon|belob|nettolonn|netto lon|maara|summa|castka|payable amount|valor a pagar|a percibir|nettopalkka|összeg|nettó bér|nettó összeg|net ücret|net tutar|tutar|ödenecek tutar|salariu net|net de plată|ποσό|καθαρό ποσό|支給額|差引支給額|振込金額|振込額|支払金額|金額|手取額',
  country:
    'country|country code|account country|bank country|country of account|land|landercode|lander kennzeichen|landesschlussel|bankland|pays|code pays|pais|codigo pais|paese|codice paese|kraj|kod kraju|maa|zeme|destination country|ország|ülke|χώρα|国|国コード|銀行国',
}

const FIELDS = Object.keys(WORDS) as MappingField[]

const BY_WORD: ReadonlyMap<string, readonly MappingField[]> = (() => {
  const found = new Map<string, MappingField[]>()
  for (const field of FIELDS) for (const word of WORDS[field].split('|').map(wordsOf)) found.set(word, [...(found.get(word) ?? []), field])
  return found
})()

/** A unit or a remark behind the word: "Betrag (EUR)", "Amount in GBP", "IBAN (required)". */
const BEHIND = / (?:in )?(?:eur|gbp|usd|chf|pln|sek|dkk|nok|czk|huf|ron|jpy|euro|cents|required|mandatory|pflichtfeld|obligatoire)$/
/** Whose it is: "Beneficiary Account Number", "Name des Begünstigten". Not the bank's: its name is nobody's. */
const WHOSE =
  /^(?:beneficiary|recipient|payee|creditor|receiver|employee|worker|begunstigter?|empfanger|zahlungsempfanger|mitarbeiter|beneficiario|beneficiaire|salarie|odbiorcy) | (?:(?:of the|of|des|der|du|de l|del|della|do|van de) )?(?:beneficiary|recipient|payee|employee|begunstigten|empfangers|zahlungsempfangers|mitarbeiters|arbeitnehmers|beneficiaire|salarie|employe|beneficiario|trabajador|empleado|dipendente|funcionario|begunstigde|odbiorcy)$/
/** The account the money comes from. */
const OURS =
  /\b(?:debtor|debit|payer|sender|ordering|company|employer|source|own|auftraggeber|absender|firma|donneur|ordenante|ordinante)\b/

/** The fields a header may stand for, the likeliest first. */
export function fieldsOf(header: string): readonly MappingField[] {
  if (header.length > CELL_CHARACTERS_MAX) return []
  const words = wordsOf(header)
  const bare = words.replace(BEHIND, '')
  // "Personal-Nr." and "Auszahlungs-Betrag" are one word each.
  const whole = bare.replaceAll(' ', '').replace(/(?<=\p{L}{3})nr$/u, 'nummer')
  const known = [words, bare, whole].map((form) => BY_WORD.get(form)).find((fields) => fields)
  if (known || OURS.test(words)) return known ?? []
  // Where a person lives is not where the account is held.
  const theirs = BY_WORD.get(bare.replace(WHOSE, ''))?.filter((field) => field !== 'country')
  if (theirs?.length) return theirs
  if (/\biban\b/.test(words)) return ['account']
  return /\b(?:bic|swift)\b/.test(words) ? ['bic'] : []
}

/** The currency a header names: "Betrag (EUR)". */
export function currencyIn(header: string): string | null {
  if (/€|\beuro\b/i.test(header)) return 'EUR'
  if (header.includes('£')) return 'GBP'
  return /\b(EUR|GBP|USD|CHF|PLN|SEK|DKK|NOK|CZK|HUF|RON)\b/.exec(header)?.[1] ?? null
}

/** Joins a word parted at a line's end, splits camelCase, drops accents, turns whatever is no letter or digit into spaces. */
export function wordsOf(header: string): string {
  return headerKey(
    header
      .slice(0, CELL_CHARACTERS_MAX)
      .replace(/-[^\S\r\n]*[\r\n]\s*(?=\p{Ll})/gu, '')
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2'),
  )
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
