import { standardiseCountry } from './countries.ts';
import { bare, VALUE_LENGTH_MAX } from './fold.ts';
import { nameTokens } from './name.ts';
import { isLegalForm, withoutForms } from './organisation-forms-read.ts';
import { conceptOf, isSmallWord } from './organisation-prepare.ts';
import { numberOf } from './organisation-text.ts';
import { ACTIVITY_ROWS, SHAPE_ROWS } from './organisation-words.ts';

/** An organisation without its legal form. */
export interface StandardOrganisation {
  /** Plain Latin words, sorted, legal forms gone; words of the trade in one language, numbers at the end. */
  readonly canonical: string;
  /** Skeletons of those words, sorted: the same for every script. Numbers stand among them as figures. */
  readonly skeletons: readonly string[];
  /** How many of the words are not shared by many firms. */
  readonly distinctive: number;
  readonly country: string | null;
}

let genericSkeletons: ReadonlySet<string> | null = null;

/** Whether a skeleton is that of a word many firms share, or a number. */
export function isGenericSkeleton(skeleton: string): boolean {
  genericSkeletons ??= buildGeneric();
  return genericSkeletons.has(skeleton) || /^\d+$/.test(skeleton);
}

/** The core of an organisation's name; null when nothing but legal form is left. */
export function standardiseOrganisation(value: {
  name: string;
  country?: string;
}): StandardOrganisation | null {
  if (value.name.length > VALUE_LENGTH_MAX) return null;
  const { core } = withoutForms(value.name);
  const numbers = core.map((word, at) => numberOf(word, at === 0)).filter((number) => number !== null);
  const words = core.filter((word, at) => numberOf(word, at === 0) === null && !isSmallWord(word));
  const tokens = nameTokens(words.map((word) => conceptOf(word)?.code ?? word).join(' '));
  if (tokens.length === 0) return null;
  return {
    canonical: [...tokens.map((token) => token.latin), ...numbers].join(' '),
    skeletons: [...tokens.map((token) => token.skeleton), ...numbers].sort(),
    distinctive: tokens.filter((token) => !isGenericSkeleton(token.skeleton)).length,
    country: value.country === undefined ? null : standardiseCountry(value.country),
  };
}

/** Forms of two letters that no person's name is likely to hold, where they stand in capitals. */
const SHORT_FORMS: ReadonlySet<string> = new Set('sa nv bv cv ag kg ug ev oy ab ао ип'.split(' '));
const ORGANISATION_WORDS: ReadonlySet<string> = new Set(
  'transport transports trading import export logistics logistik holding association vereniging verein stichting fondation foundation'.split(
    ' ',
  ),
);

/** Whether a text carries a legal form, so that it names an organisation and not a person. */
export function namesOrganisation(text: string): boolean {
  return text
    .slice(0, VALUE_LENGTH_MAX)
    .split(/[\s,()/&+]+/)
    .some((word) => {
      const plain = bare(word).replace(/[^\p{L}]/gu, '');
      if (ORGANISATION_WORDS.has(plain)) return true;
      if (plain.length <= 2) return word === word.toUpperCase() && SHORT_FORMS.has(plain);
      return isTellingForm(plain);
    });
}

/** A form that is no ordinary word or name too. */
function isTellingForm(plain: string): boolean {
  return (
    isLegalForm(plain) &&
    !['ass', 'ent', 'ans', 'bond', 'ets', 'ike', 'sia', 'too', 'tov', 'asa'].includes(plain)
  );
}

function buildGeneric(): ReadonlySet<string> {
  const skeletons = new Set<string>();
  for (const row of `${ACTIVITY_ROWS}${SHAPE_ROWS}`.trim().split('\n')) {
    const [code = ''] = row.trim().split(/\s+/);
    for (const token of nameTokens(code)) skeletons.add(token.skeleton);
  }
  return skeletons;
}
