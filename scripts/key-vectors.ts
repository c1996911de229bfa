import { readFileSync, writeFileSync } from 'node:fs';
import {
  emptySubject,
  KEY_VERSION,
  type Keys,
  questionKeys,
  recordKeys,
  type Subject,
} from '../src/match/index.ts';

/** One test vector: an invented subject, and the keys that both sides derive from it. */
interface Vector {
  readonly about: string;
  readonly sizeClass: number;
  readonly defaultCountry: string;
  readonly subject: Partial<Subject> & { kind: Subject['kind'] };
}

/** Derives the keys of every vector anew; the subjects in the file are kept. Gives back how many there are. */
export function writeKeyVectors(file: string): number {
  const { vectors, note }: { vectors: Vector[]; note: string } = JSON.parse(readFileSync(file, 'utf8'));
  const written = vectors.map(({ about, sizeClass, defaultCountry, subject }) => {
    const whole = { ...emptySubject(subject.kind), ...subject };
    const how = { sizeClass, defaultCountry, withHalves: true };
    return {
      about,
      sizeClass,
      defaultCountry,
      subject,
      recordKeys: plain(recordKeys(whole, how)),
      questionKeys: plain(questionKeys(whole, how)),
    };
  });
  writeFileSync(file, `${JSON.stringify({ keyVersion: KEY_VERSION, note, vectors: written }, null, 2)}\n`);
  return written.length;
}

function plain({ keys }: Keys): { rule: string; strength: string; value: string }[] {
  return keys.map(({ rule, strength, value }) => ({ rule, strength, value }));
}
