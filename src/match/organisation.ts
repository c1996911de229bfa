import { standardiseCountry } from './countries.ts';
import { bare, VALUE_LENGTH_MAX } from './fold.ts';
import { nameTokens } from './name.ts';

/** Legal forms of the countries met most: they say how a firm is built, not which firm it is. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    'sa sas sarl sasu eurl snc sca sc scs nv bv bvba sprl srl cvba scrl vof cv vzw asbl gmbh ag kg ohg ug ev gbr mbh ltd limited plc llc llp inc corp ' +
    'co company cie compagnie corporation spa oy ab as aps doo zao oao ooo оoo ооо ао зао оао ип тоо шарикат شركة مؤسسة spol sro'
  ).split(' '),
);
/** Words many firms share; they count for little when the name is weighed. */
const GENERIC_WORDS = (
  'transport transports trading trade import export services service group groupe holding international global general logistics logistik ' +
  'consulting construction garage market handel restaurant'
).split(' ');
const GENERIC_SKELETONS: ReadonlySet<string> = new Set(
  GENERIC_WORDS.flatMap((word) => nameTokens(word).map((token) => token.skeleton)),
);

/** Whether a skeleton is that of a word many firms share. */
export function isGenericSkeleton(skeleton: string): boolean {
  return GENERIC_SKELETONS.has(skeleton);
}

/** An organisation without its legal form. */
export interface StandardOrganisation {
  /** Plain Latin words, sorted, legal forms gone. */
  readonly canonical: string;
  /** Skeletons of those words, sorted: the same for every script. */
  readonly skeletons: readonly string[];
  /** How many of the words are not shared by many firms. */
  readonly distinctive: number;
  readonly country: string | null;
}

/** The core of an organisation's name; null when nothing but legal form is left. */
export function standardiseOrganisation(value: {
  name: string;
  country?: string;
}): StandardOrganisation | null {
  if (value.name.length > VALUE_LENGTH_MAX) return null;
  const plain = value.name.replace(/\b((?:\p{L}\.){2,})/gu, (letters) => letters.replace(/\./g, ''));
  const core = plain
    .split(/[\s,()/&+]+/)
    .filter((word) => !LEGAL_FORMS.has(bare(word).replace(/[^\p{L}]/gu, '')))
    .join(' ');
  const tokens = nameTokens(core);
  if (tokens.length === 0) return null;
  return {
    canonical: tokens.map((token) => token.latin).join(' '),
    skeletons: tokens.map((token) => token.skeleton).sort(),
    distinctive: tokens.filter((token) => !isGenericSkeleton(token.skeleton)).length,
    country: value.country === undefined ? null : standardiseCountry(value.country),
  };
}

/** Whether a text carries a legal form, so that it names an organisation and not a person. */
export function namesOrganisation(text: string): boolean {
  return text
    .slice(0, VALUE_LENGTH_MAX)
    .split(/[\s,()/&+]+/)
    .some((word) => {
      const plain = bare(word).replace(/[^\p{L}]/gu, '');
      const isShort = plain.length <= 2 && word !== word.toUpperCase();
      return (
        (LEGAL_FORMS.has(plain) && !isShort && plain !== 'co' && plain !== 'as') ||
        ORGANISATION_WORDS.has(plain)
      );
    });
}

const ORGANISATION_WORDS: ReadonlySet<string> = new Set(
  'transport transports trading import export logistics logistik holding association vereniging verein stichting fondation foundation'.split(
    ' ',
  ),
);
