import { describe, expect, it } from 'vitest';
import { compare, emptySubject, questionKeys, recordKeys, type Subject } from './index.ts';

const BORN = '1983-07-24';
const AT = { sizeClass: 10_000, defaultCountry: 'BE' };

/** Each row is one invented person, by the habit of the clerk: the language whose letters or spelling he writes with. */
const PEOPLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zhanna: {
    ru: 'Жанна Щербовская',
    uk: 'Жанна Щербовська',
    bg: 'Жана Щербовска',
    sr: 'Жана Шчербовска',
    kk: 'Жанна Щербовская',
    ar: 'جانا شيربوفسكايا',
    fa: 'ژانا شچربوفسکایا',
    ur: 'ژانا شچربوفسکایا',
    he: "ז'אנה שצ'רבובסקאיה",
    hy: 'Ժաննա Շչերբովսկայա',
    ka: 'ჟანა შჩერბოვსკაია',
    de: 'Schanna Schtscherbowskaja',
    fr: 'Janna Chtcherbovskaïa',
    en: 'Zhanna Shcherbovskaya',
    pl: 'Żanna Szczerbowska',
    cs: 'Žanna Ščerbovská',
    hu: 'Zsanna Scserbovszkaja',
    it: 'Žanna Ščerbovskaja',
    tr: 'Janna Şçerbovskaya',
    nl: 'Zjanna Sjtsjerbovskaja',
  },
  khalid: {
    ru: 'Халид Газуми',
    uk: 'Халід Газзумі',
    bg: 'Халид Газуми',
    sr: 'Халид Газуми',
    kk: 'Халид Ғазуми',
    ar: 'خالد الغزومي',
    fa: 'خالد غزومی',
    ur: 'خالد غزومی',
    el: 'Χάλιντ Γαζούμι',
    he: 'חאלד גזומי',
    hy: 'Խալիդ Ղազումի',
    ka: 'ხალიდ ღაზუმი',
    de: 'Chalid Ghasumi',
    fr: 'Khaled Ghazzoumi',
    en: 'Khalid Ghazzumi',
    pl: 'Chalid Ghazumi',
    cs: 'Chálid Ghazzúmí',
    hu: 'Halid Gazumi',
    it: 'Khalid Ghazzumi',
    tr: 'Halit Gazzumi',
    nl: 'Chalid Ghazoemi',
  },
  yevgeny: {
    ru: 'Евгений Цветарёв',
    uk: 'Євгеній Цветарьов',
    bg: 'Евгени Цветарьов',
    sr: 'Јевгениј Цветарјов',
    kk: 'Евгений Цветарёв',
    ar: 'يفغيني تسفيتاريوف',
    hy: 'Եվգենի Ցվետարյով',
    ka: 'ევგენი ცვეტარიოვი',
    de: 'Jewgeni Zwetarjow',
    fr: 'Evgueni Tsvetariov',
    en: 'Yevgeny Tsvetaryov',
    pl: 'Jewgienij Cwietariow',
    cs: 'Jevgenij Cvetarjov',
    hu: 'Jevgenyij Cvetarjov',
    tr: 'Yevgeni Tsvetaryov',
    nl: 'Jevgeni Tsvetarjov',
  },
  giorgi: {
    ka: 'გიორგი ჩხარტველი',
    ru: 'Георгий Чхартвели',
    uk: 'Георгій Чхартвелі',
    bg: 'Георги Чхартвели',
    sr: 'Георги Чхартвели',
    kk: 'Георгий Чхартвели',
    fa: 'گیورگی چخارتولی',
    ur: 'گیورگی چخارتولی',
    el: 'Γκιόργκι Τσχαρτβέλι',
    he: "גאורגי צ'חרטוולי",
    hy: 'Գիորգի Չխարտվելի',
    de: 'Giorgi Tschchartweli',
    fr: 'Guiorgui Tchkhartveli',
    en: 'Giorgi Chkhartveli',
    pl: 'Giorgi Czchartweli',
    cs: 'Giorgi Čchartveli',
    hu: 'Giorgi Cshartveli',
    it: 'Giorgi Chkhartveli',
    tr: 'Giorgi Çhartveli',
    nl: 'Giorgi Tsjchartveli',
  },
  hovik: {
    hy: 'Հովհաննես Ջանփոլադյան',
    uk: 'Ованес Джанполадян',
    bg: 'Ованес Джанполадян',
    sr: 'Ованес Џанполадјан',
    kk: 'Ованес Джанполадян',
    ar: 'هوفهانيس جانبولاديان',
    fa: 'هوانس جانپولادیان',
    ur: 'ہووانس جانپولادیان',
    ka: 'ჰოვჰანეს ჯანფოლადიანი',
    de: 'Howhannes Dschanpoladjan',
    fr: 'Hovhannès Djanpoladian',
    en: 'Hovhannes Janpoladyan',
    pl: 'Howhannes Dżanpoladian',
    nl: 'Hovhannes Dzjanpoladjan',
  },
  caglar: {
    tr: 'Çağlar Büyükşahin',
    ru: 'Чаглар Бююкшахин',
    uk: 'Чаглар Бююкшахін',
    bg: 'Чаглар Бююкшахин',
    sr: 'Чаглар Бујукшахин',
    ar: 'تشاغلار بويوكشاهين',
    fa: 'چاغلار بیوکشاهین',
    hy: 'Չաղլար Բյույուքշահին',
    ka: 'ჩაღლარ ბიუიუქშაჰინი',
    pl: 'Çağlar Büyükşahin',
    cs: 'Čaglar Büyükşahin',
  },
  idris: {
    en: 'Idris Velhane',
    fr: 'Idriss Velhané',
    de: 'Idris Welhane',
    nl: 'Idris Velhane',
    it: 'Idris Velhane',
    pl: 'Idrys Welhane',
    cs: 'Idrís Velhane',
    hu: 'Idrisz Velhane',
    tr: 'İdris Velhane',
    ru: 'Идрис Вельхане',
    uk: 'Ідріс Вельхане',
    bg: 'Идрис Велхане',
    sr: 'Идрис Велхане',
    kk: 'Ыдырыс Вельхане',
    ar: 'إدريس فلهاني',
    fa: 'ادریس ولهانه',
    ur: 'ادریس ولہانے',
    el: 'Ιντρίς Βελχάνε',
    he: 'אידריס ולהנה',
    hy: 'Իդրիս Վելհանե',
    ka: 'იდრის ველჰანე',
  },
  grzegorz: {
    pl: 'Grzegorz Przybyłowicz',
    en: 'Grzegorz Przybylowicz',
    de: 'Grzegorz Przybylowicz',
    fr: 'Grzegorz Przybylowicz',
    nl: 'Grzegorz Przybylowicz',
    cs: 'Grzegorz Przybylowicz',
    hu: 'Grzegorz Przybylowicz',
    it: 'Grzegorz Przybylowicz',
    tr: 'Grzegorz Przybylowicz',
    ru: 'Гжегож Пшибылович',
    uk: 'Ґжеґож Пшибилович',
    bg: 'Гжегож Пшибилович',
    sr: 'Гжегож Пшибилович',
    kk: 'Гжегож Пшибылович',
    ar: 'غجيغوج بشيبيلوفيتش',
    hy: 'Գժեգոժ Պշիբիլովիչ',
    ka: 'გჟეგოჟ პშიბილოვიჩი',
  },
  hicham: {
    ar: 'هشام بوزقرو',
    fa: 'هشام بوزقرو',
    ur: 'ہشام بوزقرو',
    fr: 'Hicham Bouzekrou',
    en: 'Hisham Bouzaqru',
    de: 'Hischam Busakru',
    nl: 'Hisjam Boezakroe',
    it: 'Hisham Buzakru',
    pl: 'Hiszam Buzakru',
    cs: 'Hišám Búzakrú',
    hu: 'Hisám Buzakru',
    tr: 'Hişam Buzakru',
    ru: 'Хишам Бузакру',
    uk: 'Хішам Бузакру',
    bg: 'Хишам Бузакру',
    sr: 'Хишам Бузакру',
    kk: 'Хишам Бузакру',
    el: 'Χισάμ Μπουζακρού',
    he: 'הישאם בוזקרו',
    hy: 'Հիշամ Բուզակրու',
    ka: 'ჰიშამ ბუზაკრუ',
  },
  nikos: {
    el: 'Νικόλαος Τζαμπαζόγλου',
    en: 'Nikolaos Tzampazoglou',
    fr: 'Nikolaos Tzambazoglou',
    de: 'Nikolaos Dschambasoglu',
    nl: 'Nikolaos Tzambazoglou',
    it: 'Nikolaos Tzampazoglou',
    pl: 'Nikolaos Dżambazoglu',
    cs: 'Nikolaos Džambazoglu',
    tr: 'Nikolaos Cambazoğlu',
    ru: 'Николаос Джамбазоглу',
    uk: 'Ніколаос Джамбазоглу',
    bg: 'Николаос Джамбазоглу',
    sr: 'Николаос Џамбазоглу',
    kk: 'Николаос Джамбазоглу',
    ar: 'نيكولاوس جامبازوغلو',
    fa: 'نیکولائوس جامبازوغلو',
    he: "ניקולאוס ג'מבזוגלו",
    hy: 'Նիկոլաոս Ջամբազօղլու',
    ka: 'ნიკოლაოს ჯამბაზოღლუ',
  },
  shlomo: {
    he: 'שלמה צוקרהויז',
    en: 'Shlomo Tsukerhoyz',
    de: 'Schlomo Zuckerhaus',
    fr: 'Shlomo Tsoukerhoïz',
    nl: 'Sjlomo Tsoekerhojz',
    pl: 'Szlomo Cukierhojz',
    cs: 'Šlomo Cukerhojz',
    it: 'Shlomo Zukerhoiz',
    tr: 'Şlomo Tsukerhoyz',
    ru: 'Шломо Цукерхойз',
    uk: 'Шломо Цукерхойз',
    bg: 'Шломо Цукерхойз',
    sr: 'Шломо Цукерхојз',
    ar: 'شلومو تسوكرهويز',
    hy: 'Շլոմո Ցուկերհոյզ',
    ka: 'შლომო ცუკერჰოიზი',
    fa: 'شلومو تسوکرهویز',
  },
  farhad: {
    fa: 'فرهاد سلیمانزاده',
    ar: 'فرهاد سليمانزاده',
    ru: 'Фархад Сулейманзаде',
    uk: 'Фархад Сулейманзаде',
    bg: 'Фархад Сулейманзаде',
    sr: 'Фархад Сулејманзаде',
    kk: 'Фархад Сүлейманзаде',
    en: 'Farhad Soleymanzadeh',
    fr: 'Farhad Soleïmanzadé',
    de: 'Farhad Suleimanzade',
    nl: 'Farhad Soleimanzadeh',
    pl: 'Farhad Sulejmanzade',
    cs: 'Farhád Solejmánzáde',
    hu: 'Farhad Szulejmánzáde',
    it: 'Farhad Soleimanzade',
    tr: 'Ferhat Süleymanzade',
    el: 'Φαρχάντ Σουλεϊμανζαντέ',
    he: 'פרהאד סולימאנזאדה',
    hy: 'Ֆարհադ Սուլեյմանզադե',
    ka: 'ფარჰად სულეიმანზადე',
  },
  ishaq: {
    ar: 'إسحاق الأزهراوي',
    fa: 'اسحاق ازهراوی',
    ur: 'اسحاق ازہراوی',
    en: 'Ishaq al-Azharawi',
    fr: 'Ishaq Azharaoui',
    de: 'Ishak Azharawi',
    nl: 'Ishak Azharaoui',
    tr: 'İshak Ezheravi',
    ru: 'Исхак Азхарави',
    uk: 'Ісхак Азхараві',
    bg: 'Исхак Азхарауи',
    sr: 'Исхак Азхарави',
    hy: 'Իսհակ Ազհարաուի',
    ka: 'ისჰაკ აზჰარაუი',
    pl: 'Ishak Azharawi',
    cs: 'Ishák Azharáwí',
    it: 'Ishaq Azharawi',
  },
};

function person(name: string, more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('person'), names: [name], birthDates: [BORN], ...more };
}

function asked(name: string): Set<string> {
  return new Set(questionKeys(person(name), AT).keys.map(({ rule, value }) => `${rule} ${value}`));
}

function held(name: string): string[] {
  return recordKeys(person(name), AT).keys.map(({ rule, value }) => `${rule} ${value}`);
}

describe.each(Object.entries(PEOPLE))('one person in many scripts and habits: %s', (_, forms) => {
  const written = Object.entries(forms);
  const keys = written.map(([habit, name]) => ({ habit, name, asks: asked(name), holds: held(name) }));

  it('is found by a key, whoever asks and whoever holds the record', () => {
    const missed = keys.flatMap((one) =>
      keys
        .filter((other) => other !== one && !other.holds.some((key) => one.asks.has(key)))
        .map((other) => `${one.name} > ${other.name}`),
    );
    expect(missed).toEqual([]);
  });

  it('compares as one person', () => {
    const low = written.flatMap(([, one], at) =>
      written
        .slice(at + 1)
        .map(([, other]) => ({ pair: `${one} / ${other}`, ...compare(person(one), person(other), AT) }))
        .filter(({ probability }) => probability < 0.9)
        .map(({ pair }) => pair),
    );
    expect(low).toEqual([]);
  });
});

describe('two persons born on one day', () => {
  it('are never one in any pair of scripts', () => {
    const people = Object.values(PEOPLE);
    const taken = people.flatMap((forms, at) =>
      people.slice(at + 1).flatMap((others) =>
        Object.values(forms).flatMap((one) =>
          Object.values(others)
            .filter((other) => compare(person(one), person(other), AT).probability > 0.01)
            .map((other) => `${one} / ${other}`),
        ),
      ),
    );
    expect(taken).toEqual([]);
  });
});
