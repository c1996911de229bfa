import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardiseName } from './index.ts';

/** Each row is one invented person as clerks of several habits typed the name. The first asks, the others hold records. */
const MEETINGS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Latin and Latin': [
    ['Idris Velhane', 'VELHANE Idriss', 'Driss Velhane', 'Idrís Velhané'],
    ['Khaled Ombrani', 'Chalid Ombrani', 'Khalid Oumbrani'],
    ['Jamal Terruchi', 'Djamal Terrouchi', 'Gamal Terrutschi', 'Dschamal Terruchi'],
    ['Yusuf Karamel', 'Youssef Caramel', 'Jussuf Karamel', 'Joesoef Karamel'],
    ['Abdelkader Sombry', 'Abd al-Qadir Sombri', 'Abdulkadir Sombry', 'Abd el Kader Sombry'],
    ['Zhanna Porushkova', 'Janna Porouchkova', 'Schanna Poruschkowa'],
    ['Evgeni Marlovsky', 'Yevgeny Marlovski', 'Jewgenij Marlowskij', 'Evgueni Marlovskiy'],
    ['Ivan Brelov', 'Iwan Brelow', 'Ivan Breloff'],
    ['Walid Nesmar', 'Oualid Nesmar'],
    ['Noureddine Palque', 'Nur al-Din Palque', 'Nour Eddine Palque', 'Nuruddin Palque'],
    ['Mieke van den Broeder', 'Vandenbroeder Mieke', 'M. Van Den Broeder, Mieke'],
    ['Pieter De Smalle', 'Desmalle, Pieter'],
    ['Søren Ängsfors', 'Soren Angsfors'],
  ],
  'Latin and Arabic': [
    ['Idris Velhane', 'إدريس فلهان', 'إِدْرِيس فَلهان'],
    ['Mohamed Khalfaroui', 'محمد خلفروي'],
    ['Aïcha Berroul', 'عائشة برول'],
    ['Abderrahmane Zolfi', 'عبد الرحمن زلفي', 'عبدالرحمن زلفي'],
    ['Abdullah Sombry', 'عبد الله صمبري'],
    ['Fatima Nouralle', 'فاطمة نورال'],
    ['Nour Eddine Palka', 'نور الدين بالكا'],
    ['Marwan Gharsi', 'مروان غرسي'],
    ['Daoud Sahl', 'داود سهل'],
    ['Khadidja Rachidi', 'خديجة الراشدي'],
  ],
  'Latin and Cyrillic': [
    ['Idris Velhane', 'Идрис Вельхане'],
    ['Aleksandr Brovkinski', 'Александр Бровкинский', 'Бровкинский Александр'],
    ['Yevgenia Marlova', 'Евгения Марлова'],
    ['Schanna Poruschkowa', 'Жанна Порушкова'],
    ['Hussein Ombrani', 'Хусейн Омбрани', 'Гусейн Омбрани'],
    ['Michail Tschernek', 'Михаил Чернек'],
    ['Djamila Terruchi', 'Джамиля Терручи'],
    ['Jurij Schtschebow', 'Юрий Щебов'],
  ],
  'Latin and Greek': [
    ['Georgios Papavelis', 'Γεώργιος Παπαβέλης'],
    ['Charalambos Ntorlas', 'Χαράλαμπος Ντόρλας'],
    ['Bampis Tsourkas', 'Μπάμπης Τσούρκας'],
    ['Evangelia Psarrou', 'Ευαγγελία Ψαρρού'],
    ['Frank Kensing', 'Φρανκ Κένσινγκ'],
  ],
  'Latin and Hebrew': [
    ['Shlomo Barvelan', 'שלמה ברוולן'],
    ['David Perelman', 'דוד פרלמן'],
    ['Charlie Walmer', "צ'ארלי ולמר"],
  ],
  'Latin, Armenian and Georgian': [
    ['Gagik Tserunyan', 'Գագիկ Ծերունյան'],
    ['Karen Sarkavagian', 'Կարեն Սարկավագյան'],
    ['Giorgi Marvelashvili', 'გიორგი მარველაშვილი'],
    ['Ketevan Shonadze', 'ქეთევან შონაძე'],
  ],
  'Arabic and Cyrillic': [
    ['إدريس فلهان', 'Идрис Вельхане'],
    ['محمد عمبراني', 'Мухаммед Омбрани', 'Магомед Омбрани'],
    ['يوسف كرمل', 'Юсуф Карамель'],
    ['خالد زلفي', 'Халед Зольфи'],
  ],
};

/** How many words of the record meet one of the asker's spellings. */
function meetingWords(asked: string, held: string): number {
  const spent = (standardiseName(asked)?.spellings ?? []).map((spellings) =>
    spellings.map((way) => way.skeleton),
  );
  const published = new Set((standardiseName(held)?.tokens ?? []).map((token) => token.skeleton));
  return spent.filter((ways) => ways.some((skeleton) => published.has(skeleton))).length;
}

describe('names typed by clerks of different habits', () => {
  for (const [scripts, rows] of Object.entries(MEETINGS)) {
    for (const [asked = '', ...held] of rows) {
      for (const other of held) {
        const wanted = /Desmalle|Магомед|Vandenbroeder/.test(other) ? 1 : 2;
        it(`meet (${scripts}): ${asked} and ${other}`, () => {
          expect(meetingWords(asked, other)).toBeGreaterThanOrEqual(wanted);
        });
      }
    }
  }

  it('stay apart when they are different names', () => {
    for (const [one, other] of [
      ['Tomas', 'Odile'],
      ['Velhane', 'Averinck'],
      ['Omar', 'Mara'],
      ['Marlovsky', 'Brelov'],
      ['إدريس', 'خالد'],
    ] as const) {
      expect(meetingWords(one, other)).toBe(0);
    }
  });

  it('never spend more than four spellings on a word, the canonical one first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const name = standardiseName(text);
        for (const [at, spellings] of (name?.spellings ?? []).entries()) {
          expect(spellings.length).toBeLessThanOrEqual(4);
          expect(spellings[0]?.skeleton).toBe(name?.tokens[at]?.skeleton);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const WORDS = [
  'Idris',
  'Velhane',
  'Вельхане',
  'فلهان',
  'Abdelkader',
  'Šarlov',
  'Жанна',
  'Ксения',
  'Tomas',
  'Averinck',
  'محمد',
  'Noureddine',
  'ANGSFORS',
];

/** Letters, marks and signs of every script that has a table, and of some that have none. */
const SCRIPTS =
  'aeghjłßøœİığşđǆ-\'’.ابدرمنوي ةىءأإآّۀیکگچپےںھшщъьєїґњљћџқғңәөαβγμπντκσςάώבגדוי׳"ךםןףץաճղձևუშჭყჰ中文김ひฒอनम🙂\u0301\u200d\u202e'.split(
    '',
  );

describe('the canonical form of a name', () => {
  it('does not depend on the order of the words', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(WORDS, { minLength: 1, maxLength: 6 }), fc.gen(), (words, gen) => {
        const again = gen(fc.shuffledSubarray, words, { minLength: words.length });
        expect(standardiseName(again.join(' '))?.canonical).toBe(standardiseName(words.join(' '))?.canonical);
      }),
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ unit: fc.constantFrom(...SCRIPTS), maxLength: 30 }),
          fc.subarray(WORDS).map((words) => words.join('-')),
        ),
        (text) => {
          const once = standardiseName(text)?.canonical;
          if (once !== undefined) expect(standardiseName(once)?.canonical).toBe(once);
        },
      ),
      { numRuns: 1000 },
    );
  }, 30_000);

  it('forgets titles, particles and single letters', () => {
    expect(standardiseName('Dr. T. von Averinck')?.canonical).toBe('averinck');
    expect(standardiseName('M.')).toBeNull();
  });
});
