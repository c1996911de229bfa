import {
  dateText,
  misspeltSkeletons,
  type SearchKind,
  searchTokens,
  standardiseAddress,
  standardiseDate,
  standardiseName,
} from '../match/index.ts';
import type { EntityKind, Property } from '../model/index.ts';

/** How a stored value is searched for: by the sounds of a name, or by an identifier's canonical form; null: not at all. */
export function searchKindOf(kind: EntityKind, property: Property): SearchKind | null {
  if (property === 'name' || property === 'alias') {
    return kind === 'person' || kind === 'organisation' || kind === 'vessel' ? 'name' : null;
  }
  if (property === 'address') return 'address';
  if (property === 'handle') return 'email';
  if (kind === 'phone' && property === 'number') return 'phone';
  const identifiers: readonly Property[] = [
    'number',
    'national-number',
    'iccid',
    'imsi',
    'imei',
    'plate',
    'vin',
    'imo',
    'mmsi',
  ];
  return identifiers.includes(property) ? 'number' : null;
}

/** The tokens under which a stored value is found. `country` reads phone numbers written without one. */
export function statementTokens(
  kind: EntityKind,
  property: Property,
  value: string,
  country = 'BE',
): readonly string[] {
  const searchKind = searchKindOf(kind, property);
  if (searchKind === null) return [];
  const bare = withoutItsLabel(property, value);
  return searchTokens(searchKind, bare, country);
}

/** `NL:123456782` says whose number it is, and `IMO 9074729` what it is; the number is what people search for. */
function withoutItsLabel(property: Property, value: string): string {
  if (property === 'national-number') return value.replace(/^[A-Z]{2}:/, '');
  return property === 'imo' || property === 'mmsi' ? value.replace(/\D/g, '') : value;
}

/**
 * What a record must hold to fit a query: of each group at least one token. A name's groups are its words with their
 * spellings; an address's are its street words and its number (the town stands elsewhere); an identifier is one group.
 */
export function queryGroups(kind: SearchKind, text: string, country: string): readonly (readonly string[])[] {
  if (kind === 'name') {
    return (
      standardiseName(text)?.spellings.map((spellings) =>
        spellings.map((spelling) => `n:${spelling.skeleton}`),
      ) ?? []
    );
  }
  if (kind === 'address') {
    const address = standardiseAddress({ text });
    if (address === null) return [];
    const words = address.street.split(' ').map((word) => [`a:${word}`]);
    return address.number === null ? words : [...words, [`h:${address.number}`]];
  }
  const tokens = searchTokens(kind, text, country);
  const exact = tokens.filter((token) => token.startsWith('i:') || token.startsWith('d:'));
  return exact.length === 0 ? [] : [exact];
}

/**
 * The same for a name of which one word is a slip away from what is held, whichever that is: for each word the groups that
 * would fit then. Nothing for a name of one word, which would fit too many.
 */
export function misspeltGroups(name: string): readonly (readonly (readonly string[])[])[] {
  const words = standardiseName(name)?.spellings ?? [];
  if (words.length < 2) return [];
  const groups = queryGroups('name', name, '');
  return words.map(([canonical], at) =>
    groups.with(
      at,
      misspeltSkeletons(canonical?.skeleton ?? '').map((skeleton) => `n:${skeleton}`),
    ),
  );
}

/** A whole birth date as it is stored, in either order of day and month where both are possible; nothing for less than a day. */
export function birthDayValues(text: string): readonly string[] {
  const date = standardiseDate(text);
  if (date === null || date.precision !== 'day') return [];
  const { day, month } = date;
  return date.swappable ? [dateText(date), dateText({ ...date, day: month, month: day })] : [dateText(date)];
}
