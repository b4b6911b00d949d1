/** Common names, combined at random: nobody in particular. In Latin letters, as their banks have them. */
import type { Random } from './random'

type Names = { given: readonly string[]; family: readonly string[]; familyFirst?: boolean }

const list = (text: string): string[] => text.split(' ')

const NAMES: Readonly<Record<string, Names>> = {
  DE: {
    given: list('Jürgen Anna Lukas Zoë Björn Käthe Felix Sören Mia Günther Emre Aylin Stefan Birgit Jörg Ute Nguyễn Dmitrij Oksana Mehmet'),
    family: list(
      'Groß Müller Schröder Weiß Jäger Krüger Yılmaz Böhm Lefèvre Schäfer Hübner Öztürk Köhler Voß Kowalczyk Åkesson Strauß Fuchs Ünal Papadopoulos',
    ),
  },
  ES: {
    given: list('Lucía José Inés Álvaro Ana Íñigo Begoña Xavier Martín Núria Óscar Sofía Jesús Pilar Rocío'),
    family: list('García Muñoz Romero Ibáñez Peña Núñez Garzia Giménez Castaño Ordóñez Vázquez Etxeberria Ruiz Domènech Sáez'),
  },
  PL: {
    given: list('Łukasz Małgorzata Paweł Zofia Grażyna Michał Świętosława Jakub Żaneta Krzysztof'),
    family: list('Wójcik Kowalska Łuczak Żak Śliwa Dąbrowski Gołąb Ćwik Zając Wiśniewska'),
  },
  JP: {
    given: list('Tarō Hanako Ken Sakura Shō Misaki Daisuke Yōko'),
    family: list('Tanaka Satō Suzuki Takahashi Watanabe Yamamoto Nakamura Kobayashi'),
    familyFirst: true,
  },
  KW: {
    given: list('Mohammad Fatima Ahmad Noura Abdullah Maryam Khaled Sara'),
    family: list('Al-Ali Al-Sabah Al-Mutairi Al-Enezi Al-Rashid Al-Harbi'),
  },
  NL: {
    given: list('Daan Fleur Sem Noor Bram Lotte Thijs Maaike Willem Anouk'),
    family: ['van der Berg', "d'Hondt", 'de Vries', 'Dijkstra', 'van ’t Hof', 'Jansen', 'Çelik', 'IJzerman', 'Bakker', 'Smit'],
  },
  GB: {
    given: list('Siobhán Oliver Amelia Rhys Niamh Callum Zainab Harriet Owen Priya'),
    family: list('O’Connor Smith Jones MacLeod Begum Patel Llewellyn Fraser Hughes Khan'),
  },
  US: {
    given: list('Emily Jacob Renée Miguel Chloe Tyler Aaliyah Wei Brooke Noah'),
    family: list('Johnson Nguyen Martínez Kim O’Brien Washington Rossi Schwartz Lee Davis'),
  },
}

/** A name as the country writes it; Spanish people have two family names. */
export function sampleName(country: string, random: Random): string {
  const names = NAMES[country]
  if (!names) throw new RangeError(`no sample names for ${country}`)
  const given = random.pick(names.given)
  const family = random.pick(names.family)
  if (country === 'ES') return `${given} ${family} ${random.pick(names.family)}`
  return names.familyFirst ? `${family} ${given}` : `${given} ${family}`
}
