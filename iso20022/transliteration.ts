/**
 * Counterparts in the SEPA character set, after the conversion table of EPC217-08 (best practices). Letters that Unicode takes apart into a letter
 * and its marks (é, ş, ő) need no entry. Where the table gives one letter and German practice two (ß), the longer one is used.
 */
const TABLE = [
  // Basic Latin outside the set
  '! .  " .  # .  $ .  % .  & +  * .  ; ,  < .  = .  > .  @ .  [ (  \\ /  ] )  ^ .  _ -  ` \'  { (  | /  } )  ~ -',
  // Punctuation
  "‐ -  ‑ -  ‒ -  – -  — -  ― -  − -  ‘ '  ’ '  ‚ ,  ʻ '  ʼ '  ′ '  ´ '  “ .  ” .  „ .  « .  » .  … ...  · .  ¿ ?  € E",
  // Latin letters that are not a letter with a mark
  'ß ss  ẞ SS  Æ AE  æ ae  Œ OE  œ oe  Ø O  ø o  Đ D  đ d  Ð D  ð d  Þ TH  þ th  Ł L  ł l  Ħ H  ħ h  Ŧ T  ŧ t  ı i  Ŋ N',
  'ŋ n  ĸ k  Ə A  ə a  Ƒ F  ƒ f  ĳ ij  ŀ l  Ɓ B  ɓ b  Ɖ D  ɖ d  Ɗ D  ɗ d  Ƙ K  ƙ k  Ƴ Y  ƴ y  Ɛ E  ɛ e  Ɔ O  ɔ o  Ɣ G  ɣ g',
  // Greek
  'Α A  Β V  Γ G  Δ D  Ε E  Ζ Z  Η I  Θ Th  Ι I  Κ K  Λ L  Μ M  Ν N  Ξ X  Ο O  Π P  Ρ R  Σ S  Τ T  Υ Y  Φ F  Χ Ch  Ψ Ps',
  'Ω O  α a  β v  γ g  δ d  ε e  ζ z  η i  θ th  ι i  κ k  λ l  μ m  ν n  ξ x  ο o  π p  ρ r  σ s  ς s  τ t  υ y  φ f',
  'χ ch  ψ ps  ω o',
  // Cyrillic: Bulgarian as in the table, the other languages by the same principle
  'А A  Б B  В V  Г G  Д D  Е E  Ж Zh  З Z  И I  Й Y  К K  Л L  М M  Н N  О O  П P  Р R  С S  Т T  У U  Ф F  Х H  Ц Ts',
  'Ч Ch  Ш Sh  Щ Sht  Ъ A  Ы Y  Ь Y  Э E  Ю Yu  Я Ya  Ђ Dj  Ј J  Љ Lj  Њ Nj  Ћ C  Џ Dz  Ѕ Dz  Є Ye  І I  Ґ G  Ў U  а a',
  'б b  в v  г g  д d  е e  ж zh  з z  и i  й y  к k  л l  м m  н n  о o  п p  р r  с s  т t  у u  ф f  х h  ц ts  ч ch',
  'ш sh  щ sht  ъ a  ы y  ь y  э e  ю yu  я ya  ђ dj  ј j  љ lj  њ nj  ћ c  џ dz  ѕ dz  є ye  і i  ґ g  ў u',
]

/** Character → what is written for it. */
export const COUNTERPARTS: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap((row) => row.split('  ').map((pair) => pair.split(' ') as [string, string])),
)
