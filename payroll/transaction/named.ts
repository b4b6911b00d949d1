/** Finding people by their names, as one types them. */
import { plainText } from '@/platform/plain-text'
import { Prisma } from '@/prisma/connect'

/**
 * A name without accents and case, so that "garcia" finds García and "lukasz" Łukasz. It takes up to 5 µs; plain letters, which most names are, need no more
 * than small ones: a tenth of that. What is searched in many rows at once is kept normalized beside them.
 */
export const normalized = (
  text: Prisma.Sql,
): Prisma.Sql => Prisma.sql`CASE WHEN octet_length(${text}) = length(${text}) THEN replace(lower(${text}), '''', '') ELSE
  replace(replace(translate(casefold(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE pg_unicode_fast),
    'øłđðıħŧ’''', 'olddiht'), 'æ', 'ae'), 'œ', 'oe') END`

/** Every word of `typed` stands in `text`; true when nothing is typed. */
export const holdsWords = (text: Prisma.Sql, typed: string | null): Prisma.Sql => normalizedHoldsWords(normalized(text), typed)

/** The same of a text that is `normalized` already. */
export function normalizedHoldsWords(text: Prisma.Sql, typed: string | null): Prisma.Sql {
  const words = plainText(typed ?? '')
    .replace(/[\\%_]/g, '\\$&')
    .split(/\s+/u)
    .filter(Boolean)
  if (words.length === 0) return Prisma.sql`true`
  return Prisma.sql`(${text}) LIKE ALL (ARRAY(SELECT '%' || (${normalized(Prisma.sql`word`)}) || '%' FROM unnest(${words}::text[]) AS word))`
}
