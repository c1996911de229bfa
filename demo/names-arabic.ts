import type { Language } from './agencies.ts';
import type { Random } from './random.ts';

/**
 * Names from Arabic-speaking families, by sound. Notation: capitals A I U are long vowels, H S D T Z the emphatic and
 * pharyngeal consonants, 3 is ayn, @ the feminine ending, Y a final alif maqsura, ' a hamza. The Arabic spelling and
 * every clerk's spelling are made from the sound.
 */
export const ARABIC_MALE = [
  'muHammad',
  'aHmad',
  '3alI',
  'yUsuf',
  'ibrAhIm',
  'Hasan',
  'Husayn',
  '3umar',
  'khAlid',
  'rashId',
  'karIm',
  'bilAl',
  'Hamza@',
  'TAriq',
  'sa3Id',
  'jamAl',
  '3uthmAn',
  'ismA3Il',
  'idrIs',
  'samIr',
  'yAsIn',
  'mahdI',
  'anIs',
  'walId',
  'munIr',
  'nabIl',
  'hishAm',
  'muSTafY',
  'zakariyA',
  'ayyUb',
  '3abd al-raHmAn',
  '3abd al-karIm',
  '3abd allah',
  'sufyAn',
  "fu'Ad",
  'faySal',
  'ghassAn',
  'HAtim',
  'jawAd',
  'mAzin',
  'ridA',
  'qAsim',
  'zuhayr',
  'shukrI',
  'wisAm',
] as const;

export const ARABIC_FEMALE = [
  'fATima@',
  'maryam',
  'khadIja@',
  "3A'isha@",
  'zaynab',
  'laylY',
  'samIra@',
  'nAdya@',
  'sa3Ida@',
  'amIna@',
  'HanAn',
  "sanA'",
  'ImAn',
  'hudY',
  'salmY',
  'yAsmIn',
  'karIma@',
  'rashIda@',
  'nUra',
  "wafA'",
  "SafA'",
  'na3Ima@',
  'jamIla@',
  'latIfa@',
  'Husniyya@',
  'ghIzlAn',
  'qamar',
  'shayma',
  'dunyA',
  'mAlika@',
] as const;

export const ARABIC_FAMILY = [
  'amrAnI',
  'bin 3alI',
  'al-idrIsI',
  'HaddAd',
  'bin sa3Id',
  'mansUrI',
  '3alawI',
  'bin 3umar',
  'tAzI',
  'fAsI',
  'sUsI',
  'al-maghribI',
  'rIfI',
  'zarwAlI',
  'HamdAwI',
  'bU3azza@',
  'bUzIdI',
  'bin mUsY',
  'dAwUdI',
  'filAlI',
  'ghazAlI',
  'najjAr',
  'khayyAT',
  'SabbAgh',
  'baqqAl',
  'jabbArI',
  'qAsimI',
  'lakhDar',
  'marzUqI',
  'nASirI',
  'wazzAnI',
  'raHmAnI',
  'SadIqI',
  'sharqAwI',
  'shAmI',
  'TAhirI',
  'yaHyAwI',
  'zahrAwI',
  '3azzUzI',
  '3aTTAr',
  'qurayshI',
  'mas3UdI',
  'mubArakI',
  'hilAlI',
  'karImI',
  'bashIrI',
  'darwIsh',
  'ghAnim',
  'HalabI',
  'khalIl',
  'al-kurdI',
  'al-miSrI',
  'nAblusI',
  'qabbAnI',
  'rifA3I',
  'sabbAHI',
  'SaydAwI',
  'tUnisI',
  "jazA'irI",
  'bin yUsuf',
  'bU3alI',
  'bUraqba@',
  'tamsamAnI',
  'wahrAnI',
  'qusanTInI',
  'Hawwat',
  'bin jallUn',
  'shaddAdI',
  'zaytUnI',
  'burj',
  'dukAlI',
  'shafshAwnI',
] as const;

const SOUND = /al-|bin |kh|gh|sh|th|dh|ay|aw|[a-zA-Z3@']|[ -]/g;

const LETTERS: Readonly<Record<string, string>> = {
  'al-': 'ال',
  'bin ': 'بن ',
  kh: 'خ',
  gh: 'غ',
  sh: 'ش',
  th: 'ث',
  dh: 'ذ',
  ay: 'ي',
  aw: 'و',
  b: 'ب',
  t: 'ت',
  j: 'ج',
  H: 'ح',
  d: 'د',
  r: 'ر',
  z: 'ز',
  s: 'س',
  S: 'ص',
  D: 'ض',
  T: 'ط',
  Z: 'ظ',
  '3': 'ع',
  f: 'ف',
  q: 'ق',
  k: 'ك',
  l: 'ل',
  m: 'م',
  n: 'ن',
  h: 'ه',
  w: 'و',
  y: 'ي',
  A: 'ا',
  I: 'ي',
  U: 'و',
  Y: 'ى',
  '@': 'ة',
  "'": 'ئ',
  ' ': ' ',
  '-': '',
};

/** The Arabic spelling: doubled consonants once, short vowels not at all, an opening vowel on its alif. */
export function arabicSpelling(sound: string): string {
  let text = '';
  let before = ' ';
  for (const unit of sound.match(SOUND) ?? []) {
    const opening = before === ' ' || before === 'al-' || before === 'bin ';
    if (unit === before && unit.length === 1) continue;
    if (opening && /^[aiu]$/.test(unit)) text += unit === 'i' ? 'إ' : 'أ';
    else if (opening && unit === 'I') text += 'إي';
    else text += LETTERS[unit] ?? '';
    before = unit;
  }
  return text.replace(/ئ$/, 'ء');
}

/** What each country's clerks write for a sound, most usual first; a sound that is missing is written as it stands. */
const HABITS: Readonly<Record<Language, Readonly<Record<string, readonly string[]>>>> = {
  fr: {
    sh: ['ch'],
    j: ['j', 'dj'],
    U: ['ou'],
    u: ['ou', 'o', 'ou'],
    I: ['i'],
    A: ['a'],
    gh: ['gh', 'rh'],
    q: ['k', 'q'],
    ay: ['ai', 'ei', 'ay'],
    aw: ['aou', 'ao'],
    w: ['ou', 'w'],
    th: ['t', 'th'],
    dh: ['d'],
    s: ['s', 'ss', 's'],
    'al-': ['El ', 'Al '],
    'bin ': ['Ben ', 'Ben'],
    '@': ['a'],
    "'": ['', 'ï'],
  },
  nl: {
    sh: ['ch', 'sj', 'sh'],
    j: ['j', 'dj'],
    U: ['ou', 'oe'],
    u: ['o', 'ou', 'u'],
    I: ['i'],
    A: ['a'],
    gh: ['gh'],
    q: ['k', 'q'],
    ay: ['ai', 'ei'],
    aw: ['aou', 'ou'],
    w: ['w', 'ou'],
    th: ['t', 'th'],
    dh: ['d'],
    'al-': ['El ', 'Al '],
    'bin ': ['Ben '],
    '@': ['a'],
    "'": [''],
  },
  de: {
    sh: ['sch', 'sh'],
    j: ['dsch', 'j', 'dj'],
    U: ['u'],
    u: ['u', 'o'],
    I: ['i'],
    A: ['a'],
    kh: ['ch', 'kh'],
    gh: ['gh'],
    q: ['k', 'q'],
    ay: ['ai', 'ei'],
    aw: ['au', 'aw'],
    y: ['j', 'y'],
    th: ['th', 't'],
    dh: ['dh', 'd'],
    'al-': ['Al-', 'El-'],
    'bin ': ['Ben ', 'Bin '],
    '@': ['a', 'ah'],
    "'": [''],
  },
  en: {
    U: ['u', 'oo'],
    u: ['u', 'o'],
    I: ['i', 'ee'],
    A: ['a'],
    q: ['q', 'k'],
    ay: ['ai', 'ay'],
    aw: ['aw', 'au'],
    'al-': ['Al-', 'Al '],
    'bin ': ['Bin ', 'Ben '],
    '@': ['a', 'ah'],
    "'": [''],
  },
};
const EVERYWHERE: Readonly<Record<string, string>> = {
  H: 'h',
  S: 's',
  D: 'd',
  T: 't',
  Z: 'z',
  Y: 'a',
  '3': '',
};

/** How a clerk of the given country may write the sound. Most clerks write the usual form; some do not. */
export function writeArabic(sound: string, language: Language, random: Random): string {
  const habit = HABITS[language];
  // "servant of" names are written as one word by everybody who writes in French habit.
  const spoken =
    sound.startsWith('3abd al') && (language === 'fr' || random.chance(0.5))
      ? sound.replace('3abd al-r', '3abdarr').replace('3abd al-', '3abdel').replace('3abd al', '3abdal')
      : sound;
  let text = '';
  for (const unit of spoken.match(SOUND) ?? []) {
    const choices = habit[unit];
    if (choices === undefined) text += EVERYWHERE[unit] ?? unit;
    else text += random.chance(0.7) ? choices[0] : random.pick(choices);
  }
  if (language === 'fr' && !/[aeiou]in$/i.test(text) && text.endsWith('in') && random.chance(0.6))
    text += 'e';
  return text
    .trim()
    .split(/(?<=[ -])/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
