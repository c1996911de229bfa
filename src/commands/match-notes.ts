import { type FtmEntity, MatchError, parseFtmEntity, schemaKind } from '../match/index.ts';

/** What can be said of a line that was read all the same. */
export type NoteCode = 'value-set-aside' | 'schema-unknown';
export type Note = (code: NoteCode, count: number) => void;

const WORDS: Readonly<Record<NoteCode, (count: number) => string>> = {
  'value-set-aside': (count) =>
    count === 1 ? '1 value is no text and was left out' : `${count} values are no texts and were left out`,
  'schema-unknown': (count) =>
    `${count} ${count === 1 ? 'entity has' : 'entities have'} a schema that FollowTheMoney does not know, read as things`,
};

interface Noted {
  count: number;
  readonly line: number;
}

/** Notes about lines, counted by kind: a file of a million lines with the same fault says it once. */
export class Notes {
  readonly #noted = new Map<NoteCode, Noted>();

  /** Takes notes about one line. */
  of(line: number): Note {
    return (code, count) => {
      const noted = this.#noted.get(code) ?? { count: 0, line };
      noted.count += count;
      this.#noted.set(code, noted);
    };
  }

  /** One sentence for each kind, with the line of the first. */
  sentences(): string[] {
    return [...this.#noted].map(
      ([code, { count, line }]) => `${WORDS[code](count)}; the first on line ${line} [${code}]`,
    );
  }
}

/** The entity in a parsed line, with a note of what of it was left out or not understood. */
export function readNoted(value: unknown, note: Note): FtmEntity {
  const entity = parseFtmEntity(value);
  if (entity.setAside > 0) note('value-set-aside', entity.setAside);
  if (schemaKind(entity.schema) === null) note('schema-unknown', 1);
  return entity;
}

/** Refuses an id that came before: of two entities of one id nobody could say which a cluster means. */
export class SeenIds {
  readonly #seen = new Set<string>();

  see(id: string): void {
    if (this.#seen.has(id))
      throw new MatchError('entity-repeated', 'the id of this entity stood on an earlier line');
    this.#seen.add(id);
  }
}
