/** A member that guesses: it asks what it likes by hand, and looks the answers up in its own copies as the real software does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBase64Url } from '../../src/base/index.ts';
import { MESSAGE_BODIES, parseBody, readPartnerIndex, toBody } from '../../src/exchange/index.ts';
import { KEY_VERSION } from '../../src/match/index.ts';
import {
  blindScalar,
  ELEMENT_BYTES,
  finalizeMany,
  keyInput,
  lookUp,
  openSegment,
  tag,
  OUTPUT_BYTES,
} from '../../src/sealed/index.ts';
import { type Key, makeQuestion, send } from '../town/hostile.ts';
import type { Town, TownMember } from '../town/town.ts';

export interface Guessing {
  /** Keys that the owner evaluated before it refused. */
  readonly tried: number;
  readonly hits: readonly Key[];
  /** Why it stopped evaluating; null when every guess was answered. */
  readonly refused: string | null;
}

/** As many as one message takes. */
const AT_ONCE = 4_096;

/** Asks guess after guess in the largest batches there are, until all are answered or the owner refuses. */
export async function guess(
  town: Town,
  from: TownMember,
  to: TownMember,
  guesses: readonly Key[],
  /** The officer in whose name its server asks; without one each question names somebody new, as only a server can that lies. */
  officerHandle?: string,
): Promise<Guessing> {
  const hits: Key[] = [];
  for (let at = 0; at < guesses.length; at += AT_ONCE) {
    const keys = guesses.slice(at, at + AT_ONCE);
    const answer = await askByHand(town, from, to, keys, officerHandle);
    if ('refused' in answer) return { tried: at, hits, refused: answer.refused };
    hits.push(...answer.hits);
  }
  return { tried: guesses.length, hits, refused: null };
}

async function askByHand(
  town: Town,
  from: TownMember,
  to: TownMember,
  keys: readonly Key[],
  officerHandle?: string,
): Promise<{ readonly hits: readonly Key[] } | { readonly refused: string }> {
  const question = await makeQuestion(from, to, keys);
  const body = { ...question.body, ...(officerHandle === undefined ? {} : { officerHandle }) };
  const said = await send(town, from, to, { kind: 'match-query', body });
  if ('refused' in said) return said;
  const result = parseBody(MESSAGE_BODIES['match-result'], toBody(said.answer));
  const evaluated = readBase64Url(result.classes[0]?.elements ?? '') ?? new Uint8Array();
  const outputs = finalizeMany(
    keys.map((key) => keyInput(KEY_VERSION, key.rule, key.value)),
    keys.map((_, at) => blindScalar(question.seed, at)),
    evaluated.subarray(0, keys.length * ELEMENT_BYTES),
  );
  const copy = await copyOf(from, to.id, keys[0]?.keyClass ?? 'person');
  const isHit = (_: Key, at: number): boolean =>
    lookUp(copy.segments, tag(copy.salt, outputs.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES))) ===
    'hit';
  return { hits: keys.filter(isHit) };
}

/** What a member holds of another's index: the salt that only it was given, and the segments of one class. */
export async function copyOf(holder: TownMember, owner: string, keyClass: Key['keyClass']) {
  const index = await readPartnerIndex(holder.database, owner);
  if (index === null) throw new Error(`${holder.id} has no index of ${owner}`);
  const files = index.segments.segments
    .filter((entry) => entry.keyClass === keyClass)
    .map((entry) => readFileSync(join(holder.config.data, 'segments', 'from', owner, `${entry.hash}.seg`)));
  return {
    salt: index.salt,
    files,
    segments: files.map((bytes) => openSegment(new Uint8Array(bytes))),
  };
}

/** A figure of an attack, as the run prints it. */
export function figure(sentence: string): void {
  process.stdout.write(`attack: ${sentence}\n`);
}
