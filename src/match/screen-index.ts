import { compareEntities, type EntityComparison, personWeight, type ReadEntity } from './compare-entities.ts';
import { probabilityOf } from './compare.ts';
import { alphanumeric } from './fold.ts';
import { questionKeys, recordKeys } from './keys.ts';
import { standardiseName } from './name.ts';
import { prepareOrganisation } from './organisation-prepare.ts';
import { prepareSubject, type PreparedSubject } from './prepared-subject.ts';

/** Entities looked at for one that is sought: enough of those that share rare words or any identifier. */
const CANDIDATES_MAX = 300;
/** Postings read at most for one entity; the rarest come first, so what is left out shares common words alone. */
const POSTINGS_MAX = 20_000;
const NAMES_MAX = 40;

/** The quick weight and the one with sentences may differ by rounding. */
const SLACK = 0.01;

export interface ScreenHit {
  readonly candidate: ReadEntity;
  readonly compared: EntityComparison;
}

/** Who of many could be the one sought: those that share a word of the name in any spelling, or an identifier. */
export class ScreenIndex {
  readonly #entities: ReadEntity[] = [];
  readonly #prepared: PreparedSubject[] = [];
  readonly #postings = new Map<string, number[]>();
  readonly #country: string;

  constructor(o: { readonly defaultCountry: string }) {
    this.#country = o.defaultCountry;
  }

  get size(): number {
    return this.#entities.length;
  }

  add(entity: ReadEntity): void {
    const number = this.#entities.length;
    this.#entities.push(entity);
    this.#prepared.push(prepareSubject(entity.subject, { defaultCountry: this.#country }));
    for (const token of tokensOf(entity, this.#country, false)) {
      const posting = this.#postings.get(token);
      if (posting === undefined) this.#postings.set(token, [number]);
      else posting.push(number);
    }
  }

  /** Everybody who is the one sought with at least this probability, the likeliest first. */
  screen(sought: ReadEntity, o: { readonly least: number }): ScreenHit[] {
    const settings = { sizeClass: Math.max(1, this.size), defaultCountry: this.#country };
    const prepared = prepareSubject(sought.subject, settings);
    const hits: ScreenHit[] = [];
    for (const number of this.#numbers(sought)) {
      const [candidate, theirs] = [this.#entities[number], this.#prepared[number]];
      if (candidate === undefined || theirs === undefined) continue;
      const quick = personWeight(prepared, theirs, settings.sizeClass);
      if (quick !== null && probabilityOf(quick + SLACK) < o.least) continue;
      const compared = compareEntities(sought, candidate, settings);
      if (compared.probability >= o.least) hits.push({ candidate, compared });
    }
    return hits.sort((left, right) => right.compared.weight - left.compared.weight);
  }

  /** Those who could be the one sought: with the most and the rarest tokens in common first. */
  candidates(entity: ReadEntity): ReadEntity[] {
    return this.#numbers(entity)
      .map((number) => this.#entities[number])
      .filter((found) => found !== undefined);
  }

  #numbers(entity: ReadEntity): number[] {
    const postings = [...tokensOf(entity, this.#country, true)]
      .map((token) => this.#postings.get(token))
      .filter((posting) => posting !== undefined)
      .sort((left, right) => left.length - right.length);
    const shared = new Map<number, number>();
    let read = 0;
    for (const posting of postings) {
      if (read > 0 && read + posting.length > POSTINGS_MAX) break;
      read += posting.length;
      const rarity = Math.log2(1 + this.#entities.length / posting.length);
      for (const number of posting) shared.set(number, (shared.get(number) ?? 0) + rarity);
    }
    return [...shared]
      .sort((left, right) => right[1] - left[1])
      .slice(0, CANDIDATES_MAX)
      .map(([number]) => number);
  }
}

/** Everything two records of one may have in common. The asker spends spellings, a record has its canonical ones. */
function tokensOf(entity: ReadEntity, defaultCountry: string, asks: boolean): ReadonlySet<string> {
  const { subject } = entity;
  const tokens = new Set<string>();
  // At size 1 every key is rare enough, so all of them are made.
  const derive = asks ? questionKeys : recordKeys;
  for (const { rule, value } of derive(subject, { sizeClass: 1, defaultCountry }).keys)
    tokens.add(`${rule}|${value}`);
  for (const { number } of subject.documents) tokens.add(`document|${alphanumeric(number)}`);
  for (const name of subject.names.slice(0, NAMES_MAX)) {
    if (subject.kind === 'person' || entity.schema === 'LegalEntity') personTokens(name, asks, tokens);
    if (subject.kind !== 'person') organisationTokens(name, tokens);
  }
  return tokens;
}

function personTokens(name: string, asks: boolean, tokens: Set<string>): void {
  const standard = standardiseName(name);
  for (const spellings of standard?.spellings ?? [])
    for (const spelling of asks ? spellings : spellings.slice(0, 1)) tokens.add(`name|${spelling.skeleton}`);
}

function organisationTokens(name: string, tokens: Set<string>): void {
  for (const core of prepareOrganisation(name)?.cores ?? []) {
    tokens.add(`joined|${core.joined}`);
    if (core.initials !== null) tokens.add(`short|${core.initials}`);
    for (const word of core.words) {
      if (word.kind === 'core') {
        tokens.add(`short|${word.text}`);
        for (const skeleton of word.skeletons) tokens.add(`word|${skeleton}`);
      } else tokens.add(`${word.kind}|${word.text}`);
    }
  }
}
