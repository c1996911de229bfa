import type { Language } from './agencies.ts';
import type { Random } from './random.ts';

/** Names from families who write Cyrillic, in their own letters; family names in the masculine form. */
export const CYRILLIC_MALE = [
  'Александр',
  'Сергей',
  'Дмитрий',
  'Андрей',
  'Алексей',
  'Юрий',
  'Николай',
  'Олег',
  'Евгений',
  'Михаил',
  'Игорь',
  'Виктор',
  'Павел',
  'Григорий',
  'Василий',
  'Станислав',
  'Георгий',
  'Фёдор',
  'Яков',
  'Тарас',
  'Богдан',
  'Руслан',
  'Вячеслав',
  'Захар',
  'Ярослав',
] as const;
export const CYRILLIC_FEMALE = [
  'Елена',
  'Ольга',
  'Наталья',
  'Ирина',
  'Светлана',
  'Татьяна',
  'Юлия',
  'Екатерина',
  'Анна',
  'Мария',
  'Людмила',
  'Галина',
  'Ксения',
  'Жанна',
  'Оксана',
  'Вера',
  'Надежда',
  'Дарья',
  'Софья',
  'Зоя',
] as const;
export const CYRILLIC_FAMILY = [
  'Кузнецов',
  'Соколов',
  'Попов',
  'Лебедев',
  'Козлов',
  'Морозов',
  'Волков',
  'Зайцев',
  'Семёнов',
  'Голубев',
  'Виноградов',
  'Воробьёв',
  'Тарасов',
  'Белов',
  'Комаров',
  'Киселёв',
  'Ковалёв',
  'Щербаков',
  'Жуков',
  'Яковлев',
  'Журавлёв',
  'Чернов',
  'Шевцов',
  'Хомяков',
  'Цветков',
  'Юдин',
  'Щукин',
  'Гусев',
  'Титов',
  'Крылов',
  'Бобров',
  'Рыжов',
  'Шаповал',
  'Бондаренко',
  'Ткаченко',
  'Кравчук',
  'Шевчук',
  'Мельник',
  'Гончаренко',
  'Савчук',
  'Полищук',
  'Данильченко',
  'Заречный',
  'Верховский',
  'Каменский',
  'Озерецкий',
  'Бережной',
  'Хрущанов',
  'Дроздецкий',
  'Жилкович',
] as const;

/** Feminine forms of family names that have one. */
export function feminine(family: string): string {
  if (/(ов|ев|ёв|ин)$/.test(family)) return `${family}а`;
  if (/(ский|цкий)$/.test(family)) return family.replace(/ий$/, 'ая');
  if (/(ный|ной)$/.test(family)) return family.replace(/(ый|ой)$/, 'ая');
  return family;
}

type Table = Readonly<Record<string, string>>;
const SHARED: Table = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
};
const HABITS: Readonly<Record<Language, Table>> = {
  fr: {
    ...SHARED,
    у: 'ou',
    ж: 'j',
    х: 'kh',
    ц: 'ts',
    ч: 'tch',
    ш: 'ch',
    щ: 'chtch',
    ю: 'iou',
    я: 'ia',
    й: 'ï',
  },
  nl: {
    ...SHARED,
    у: 'oe',
    ж: 'zj',
    х: 'ch',
    ц: 'ts',
    ч: 'tsj',
    ш: 'sj',
    щ: 'sjtsj',
    ю: 'joe',
    я: 'ja',
    й: 'j',
  },
  de: {
    ...SHARED,
    в: 'w',
    з: 's',
    ж: 'sch',
    х: 'ch',
    ц: 'z',
    ч: 'tsch',
    ш: 'sch',
    щ: 'schtsch',
    ю: 'ju',
    я: 'ja',
    й: 'j',
  },
  en: {
    ...SHARED,
    ж: 'zh',
    х: 'kh',
    ц: 'ts',
    ч: 'ch',
    ш: 'sh',
    щ: 'shch',
    ю: 'yu',
    я: 'ya',
    ё: 'yo',
    й: 'y',
  },
};

/** How a clerk of the given country may write a Cyrillic name in Latin letters. */
export function writeCyrillic(name: string, language: Language, random: Random): string {
  const habit = HABITS[language];
  let word = name.toLowerCase();
  // The ending -ий/-ый is one letter to most people who type it.
  const short = language === 'en' || language === 'nl' ? 'y' : 'i';
  if (random.chance(0.75)) word = word.replace(/[иы]й$/, short);
  let text = '';
  for (const letter of word) text += habit[letter] ?? letter;
  if (language === 'fr' && text.endsWith('in') && random.chance(0.6)) text += 'e';
  if (language === 'de' && text.endsWith('ow') && random.chance(0.3)) text = text.replace(/ow$/, 'ov');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
