import { MatchError } from './errors.ts';

/**
 * An entity of FollowTheMoney as far as it is looked at here: https://followthemoney.tech. Every property is a list of
 * texts. Whoever wrote the line is a stranger, so everything has a limit.
 */
export interface FtmEntity {
  readonly id: string;
  readonly schema: string;
  readonly properties: ReadonlyMap<string, readonly string[]>;
  /** How many values were no text, or too long for one, and were left out: whoever reads the file must be told. */
  readonly setAside: number;
}

export const FTM_LINE_LENGTH_MAX = 1_048_576;
export const FTM_DEPTH_MAX = 12;
export const FTM_PROPERTIES_MAX = 200;
/** Of all properties together. */
export const FTM_VALUES_MAX = 4000;
const ID_LENGTH_MAX = 400;
const VALUE_LENGTH_KEPT = 10_000;

/** The JSON of one line; throws `line-too-long`, `line-too-deep` or `line-malformed`, never with a word of the line. */
export function parseJsonLine(text: string): unknown {
  if (text.length > FTM_LINE_LENGTH_MAX)
    throw new MatchError(
      'line-too-long',
      `a line has at most ${FTM_LINE_LENGTH_MAX} characters, got ${text.length}`,
    );
  if (depthOf(text) > FTM_DEPTH_MAX)
    throw new MatchError('line-too-deep', `the JSON of a line is nested at most ${FTM_DEPTH_MAX} deep`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new MatchError('line-malformed', 'the line is not JSON', { cause });
  }
}

/** How deep brackets are nested outside of strings; counting stops one above the limit. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length && deepest <= FTM_DEPTH_MAX; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

/** The entity in a parsed line; throws `entity-malformed` or `entity-too-large`. Properties it does not know are kept. */
export function parseFtmEntity(value: unknown): FtmEntity {
  if (!isObject(value)) throw malformed('an entity is an object with id, schema and properties');
  const { id, schema, properties } = value;
  if (typeof id !== 'string' || id === '' || id.length > ID_LENGTH_MAX)
    throw malformed(`an entity's id is a text of 1 to ${ID_LENGTH_MAX} characters`);
  if (typeof schema !== 'string' || !/^[A-Za-z]{2,40}$/.test(schema))
    throw malformed("an entity's schema is a word such as Person or Company");
  if (!isObject(properties)) throw malformed("an entity's properties are an object of lists");
  const entries = Object.entries(properties);
  if (entries.length > FTM_PROPERTIES_MAX)
    throw tooLarge(`an entity has at most ${FTM_PROPERTIES_MAX} properties, got ${entries.length}`);
  const read = new Map<string, readonly string[]>();
  let count = 0;
  let setAside = 0;
  for (const [name, given] of entries) {
    const values: readonly unknown[] = Array.isArray(given) ? (given as readonly unknown[]) : [given];
    const texts = values.filter((value) => !isAbsent(value)).map(textOf);
    count += texts.length;
    if (count > FTM_VALUES_MAX) throw tooLarge(`an entity has at most ${FTM_VALUES_MAX} values`);
    const said = texts.filter((text) => text !== null);
    setAside += texts.length - said.length;
    read.set(name, said);
  }
  return { id, schema, properties: read, setAside };
}

/** Nothing said, or an entity nested in a property: those are looked at elsewhere, or not at all. */
function isAbsent(value: unknown): boolean {
  return value === null || isObject(value) || (typeof value === 'string' && value.trim() === '');
}

/**
 * A text, or a number written without quotation marks; null for anything else. Of a number beyond 2^53 the last digits are lost
 * in reading it, so it would name somebody else.
 */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text.length <= VALUE_LENGTH_KEPT ? text : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): MatchError {
  return new MatchError('entity-malformed', message);
}

function tooLarge(message: string): MatchError {
  return new MatchError('entity-too-large', message);
}
