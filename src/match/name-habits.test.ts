import { describe, expect, it } from 'vitest';
import {
  compare,
  compareNames,
  emptySubject,
  NAME_AGREES,
  questionKeys,
  recordKeys,
  type Subject,
} from './index.ts';

/** One invented person by two clerks, by what they disagree on. */
const ONE_PERSON: Readonly<Record<string, string>> = {
  'servants of God': `
Abd al-Rahman Velhane|Abdurrahman Velhane
Abd ar-Rahman Velhane|Abdelrahman Velhane
Abdul Karim Velhane|Abdelkrim Velhane
Abdullah Velhane|Abd Allah Velhane
Abd-el-Kader Velhane|عبد القادر فلهان
Noureddine Palka|Nur ad-Din Palka
Salaheddine Palka|صلاح الدين بالكا`,
  'Arabic and Turkic particles': `
Ahmed ben Salah Velhane|Ahmed Salah Velhane
Ahmed bin Salah Velhane|Ahmed ibn Salah Velhane
Ahmed Ould Velhane|Ahmed Velhane
Umm Kulthum Velhane|Oum Kalthoum Velhane
Abu Bakr Velhane|Aboubakar Velhane
Idris El-Velhane|Idris Velhane
Idris Elvelhane|Idris Velhane
Idris as-Sombari|Idris Alsombari
Ilham Velhan oglu Brelov|Ilham Brelov
Ильхам Велхан оглы Брелов|Ilham Brelov
Лейла Велхан кызы Брелова|Leyla Brelova
Айгүл Велханқызы|Aigul Velhan
Нұрлан Велханұлы|Nurlan Velhan`,
  'Dutch, French, German and Irish particles': `
Jan van den Averbeke|Jan Vandenaverbeke
Jan van der Averbeke|Jan v.d. Averbeke
Jan van der Averbeke|Averbeke, Jan van der
Jan ten Averbeke|Jan Tenaverbeke
Jan 't Averbeke|Jan Averbeke
Jan op de Averbeke|Jan Averbeke
Pieter D'Hoverne|Pieter Dhoverne
Pieter D’Hoverne|Pieter d' Hoverne
Pieter De Hoverne|Pieter Dehoverne
Odile de la Marandelle|Odile Delamarandelle
Odile de La Marandelle|Odile Marandelle
Odile Le Marandel|Odile Lemarandel
Odile L'Averin|Odile Laverin
Odile des Marandels|Odile Desmarandels
Karl von und zu Torsvik|Karl von Torsvik
Karl Freiherr von Torsvik|Karl Torsvik
João Carlos da Marandel e Silva|João Carlos Marandel Silva
Mc Torvey Sean|Sean McTorvey
Sean MacTorvey|Sean McTorvey
Sean Ó Torvey|Sean O'Torvey`,
  titles: `
Dr. Karl Torsvik|Karl Torsvik
Prof. Dr. med. Karl Torsvik|Karl Torsvik
Karl Torsvik, PhD|Karl Torsvik
Karl Torsvik Jr.|Karl Torsvik
Karl Torsvik III|Karl Torsvik
Mevr. Odile Torsvik|Odile Torsvik
Hadji Idris Velhane|Idris Velhane
Sheikh Idris Velhane|Idris Velhane
Idris Velhane Bey|Idris Velhane
الحاج إدريس فلهان|إدريس فلهان`,
  patronymics: `
Ivan Petrovich Brelov|Ivan Brelov
Иван Петрович Брелов|Ivan Brelov
Brelov Ivan Petrovich|Ivan Brelov
А. С. Брелов|Aleksandr Sergejevich Brelov
Guðrún Jónsdóttir|Gudrun Jonsdottir`,
  endings: `
Anna Brelova|Anna Brelov
Anna Brelovová|Anna Brelov
Anna Velhaneová|Anna Velhane
Anna Zubrowska|Anna Zubrowski
Anna Zubrovskaya|Anna Zubrovski
Anna Zubrovskaia|Anna Zubrovskij
Ελένη Παπαβέλη|Eleni Papavelis
Georgios Papaveliou|Georgios Papavelis
Maria Karanikola|Maria Karanikolas
Jānis Velhans|Janis Velhan`,
  'married names': `
Odile Averinck-Torsvik|Odile Averinck
Odile Averinck-Torsvik|Odile Torsvik
Odile Averinck ép. Torsvik|Odile Torsvik
Odile Averinck épouse Torsvik|Odile Averinck
Odile Torsvik née Averinck|Odile Averinck
Odile Torsvik geb. Averinck|Odile Averinck
Odile Torsvik-Averinck|Odile Averinck-Torsvik
María José Marandel García|María Marandel`,
  'initials, nicknames and order': `
T. Averinck|Tomas Averinck
T.J. Averinck|Tomas Jan Averinck
Averinck T.|Tomas Averinck
Bill Averinck|William Averinck
Саша Брелов|Aleksandr Brelov
Γιάννης Παπαβέλης|Ioannis Papavelis
Gosia Zubrowska|Małgorzata Zubrowska
Sepp Torsvik|Josef Torsvik
Pista Szabolcsi|István Szabolcsi
Honza Brelov|Jan Brelov
VELHANE IDRIS|Idris Velhane
Velhane;Idris|Idris Velhane
Idris Velhane alias Driss|Idris Velhane
Idris "Le Grand" Velhane|Idris Velhane`,
  'marks and special letters': `
Björn Åkerfors|Bjoern Aakerfors
Jürgen Größling|Juergen Groessling
Łukasz Żelowski|Lukasz Zelowski
Đorđe Milovčan|Djordje Milovcan
Ion Țepeșel|Ion Tepesel
İbrahim Yıldıran|Ibrahim Yildiran
Nguyễn Văn Bình|Nguyen Van Binh
IJsbrand Torsvik|Ysbrand Torsvik`,
};

const TWO_PERSONS = `
Idris Velhane|Jonas Velhane
Ivan Petrovich Brelov|Pyotr Ivanovich Brelov
Abdelkader Velhane|Abdelkarim Velhane
عبد القادر فلهان|عبد الكريم فلهان
Noureddine Palka|Salaheddine Palka
Jan van den Averbeke|Jan van den Torsvik
Bill Averinck|Robert Averinck
Sasha Brelov|Misha Brelov
Jón Jónsson|Einar Jónsson
Tomas Averinck|Tomas Averbeke
Li Wei|Li Wen`;

function pairs(rows: string): (readonly [string, string])[] {
  return rows
    .trim()
    .split('\n')
    .map((row) => row.split('|') as [string, string]);
}

function person(name: string): Subject {
  return { ...emptySubject('person'), names: [name], birthDates: ['1983-07-24'] };
}

const AT = { sizeClass: 10_000, defaultCountry: 'BE' };

function meets(asked: string, held: string): boolean {
  const published = new Set(recordKeys(person(held), AT).keys.map(({ rule, value }) => `${rule} ${value}`));
  return questionKeys(person(asked), AT).keys.some(({ rule, value }) => published.has(`${rule} ${value}`));
}

for (const [about, rows] of Object.entries(ONE_PERSON)) {
  describe(`a name written in two ways: ${about}`, () => {
    it.each(pairs(rows))('%s and %s meet by a key and are one', (one, other) => {
      expect(meets(one, other) || meets(other, one)).toBe(true);
      expect(compareNames([one], [other]).weight).toBeGreaterThan(NAME_AGREES);
      expect(['confirmed', 'likely']).toContain(compare(person(one), person(other), AT).band);
    });
  });
}

describe('two names', () => {
  it.each(pairs(TWO_PERSONS))('%s and %s are two people, born on one day', (one, other) => {
    expect(['confirmed', 'likely']).not.toContain(compare(person(one), person(other), AT).band);
  });
});
