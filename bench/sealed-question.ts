import { randomBytes } from 'node:crypto';
import {
  blindEvaluate,
  blindMany,
  blindScalars,
  deriveKeyPair,
  finalizeMany,
  generateProof,
  hashInputs,
  keyInput,
  sealedReady,
  verifyProof,
} from '../src/sealed/index.ts';
import { percentile } from './table.ts';

/** Processor time of one question's elements of one class, in milliseconds; both sides in one process, no network. */
export interface SealedQuestion {
  readonly elements: number;
  readonly askerMs: number;
  readonly ownerMs: number;
  readonly bothMs: number;
}

/** The asker blinds, verifies and finalizes; the owner evaluates and proves. Median of the rounds after a warm-up. */
export async function measureSealedQuestion(elements: number, rounds: number): Promise<SealedQuestion> {
  await sealedReady();
  const keys = deriveKeyPair(new Uint8Array(randomBytes(32)), 'communication');
  const inputs = Array.from({ length: elements }, (_, at) => keyInput(1, 'phone', `+3363998${at}`));
  const samples = Array.from({ length: rounds + 1 }, () => oneQuestion(keys, inputs)).slice(1);
  const median = (of: (sample: { asker: number; owner: number }) => number): number =>
    percentile(samples.map(of), 0.5);
  return {
    elements,
    askerMs: median(({ asker }) => asker),
    ownerMs: median(({ owner }) => owner),
    bothMs: median(({ asker, owner }) => asker + owner),
  };
}

function oneQuestion(
  { secretKey, publicKey }: { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array },
  inputs: readonly Uint8Array[],
): { asker: number; owner: number } {
  const seed = new Uint8Array(randomBytes(32));
  const began = cpuMs();
  const blinded = blindMany(hashInputs(inputs), blindScalars(seed, [...inputs.keys()]));
  const asked = cpuMs();
  const evaluated = blindEvaluate(secretKey, blinded);
  const proof = generateProof(secretKey, publicKey, blinded, evaluated);
  const answered = cpuMs();
  verifyProof(publicKey, blinded, evaluated, proof);
  // The asker keeps the seed alone and draws its scalars from it again.
  finalizeMany(inputs, blindScalars(seed, [...inputs.keys()]), evaluated);
  return { asker: asked - began + cpuMs() - answered, owner: answered - asked };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
