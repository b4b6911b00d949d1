import { expect, it } from 'vitest'
import { romanized } from './romanization'

it.each([
  ['დავით ბერიძე', 'GE', 'Davit Beridze'],
  ['ჭავჭავაძე ილია', 'GE', 'Chavchavadze Ilia'],
  ['Հովհաննես Թումանյան', 'AM', 'Hovhannes Tumanyan'],
  ['김민준', 'KR', 'Gim Minjun'],
  ['박 지훈', 'DE', 'Bak Jihun'],
  ['선우재덕', 'KR', 'Seonu Jaedeok'],
  ['ﾀﾅｶ ﾀﾛｳ', 'JP', 'Tanaka Tarou'],
  ['ジョン・スミス', 'JP', 'Jon Sumisu'],
  ['曾志偉', 'CN', 'Zeng Zhiwei'],
  ['欧阳娜娜', 'CN', 'Ouyang Nana'],
  ['单田芳', 'CN', 'Shan Tianfang'],
])('by rule %s (%s) is %s', (name, country, written) => expect(romanized(name, country)?.text).toBe(written))

it.each([
  ['王小明', 'TW'],
  ['田中 太郎', 'JP'],
  ['佐藤 Hanako', 'JP'],
  ['محمد علي', 'KW'],
  ['דוד כהן', 'IL'],
  ['สมชาย ใจดี', 'TH'],
  ['अमित शर्मा', 'IN'],
  ['😀', 'DE'],
])('for %s (%s) there is no rule to trust', (name, country) => expect(romanized(name, country)).toBeNull())
