import { z } from 'zod';
import { concatBytes } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { SealedError, type SealedErrorCode } from '../../sealed/index.ts';
import { BUDGET_CODES, ExchangeError, type ExchangeErrorCode } from '../errors.ts';

const epoch = z.int().min(1).max(1_000_000_000);
const keyClass = z.enum(KEY_CLASSES);
const about = z.string().max(1_000);
const id = z.int().min(1);

/** What a server may ask of its sealer. Elements, inputs and what rests sealed travel beside the head. */
export const sealerCall = z.discriminatedUnion('call', [
  z.strictObject({ id, call: z.literal('evaluate'), partner: z.string().max(40), epoch, keyClass }),
  z.strictObject({ id, call: z.literal('grant') }),
  z.strictObject({ id, call: z.literal('build'), epoch, keyClass }),
  z.strictObject({ id, call: z.literal('show'), epoch, keyClass }),
  z.strictObject({ id, call: z.literal('open-standing'), about }),
  z.strictObject({ id, call: z.literal('seal-standing'), about }),
  z.strictObject({ id, call: z.literal('begin'), epoch }),
  z.strictObject({ id, call: z.literal('holds'), epoch }),
  z.strictObject({ id, call: z.literal('public-keys'), epoch }),
  z.strictObject({ id, call: z.literal('tags-key'), epoch }),
  z.strictObject({ id, call: z.literal('destroy-before'), epoch }),
]);
export type SealerCall = z.infer<typeof sealerCall>;

/** What it answers: bytes beside the head, or a code. */
export const sealerAnswer = z.union([
  z.strictObject({ id, ok: z.literal(true), holds: z.boolean().optional() }),
  z.strictObject({
    id,
    ok: z.literal(false),
    room: z.enum(['exchange', 'sealed']),
    code: z.string().max(64),
    message: z.string().max(500),
  }),
]);
export type SealerAnswer = z.infer<typeof sealerAnswer>;

const EXCHANGE_CODES: readonly ExchangeErrorCode[] = [
  'epoch-unknown',
  'seed-locked',
  'seed-key-failed',
  'seed-key-invalid',
  ...BUDGET_CODES,
  'grant-refused',
  'sealer-broken',
];
const SEALED_CODES: readonly SealedErrorCode[] = [
  'batch-size',
  'element-invalid',
  'input-invalid',
  'builder-closed',
  'worker-failed',
];

/** A failure as it crosses: a code of the closed lists above; anything else stays inside and counts as broken. */
export function toFailure(callId: number, error: unknown): SealerAnswer {
  const failed = { id: callId, ok: false } as const;
  if (error instanceof SealedError && SEALED_CODES.includes(error.code))
    return { ...failed, room: 'sealed', code: error.code, message: error.message.slice(0, 500) };
  if (error instanceof ExchangeError && EXCHANGE_CODES.includes(error.code))
    return { ...failed, room: 'exchange', code: error.code, message: error.message.slice(0, 500) };
  return { ...failed, room: 'exchange', code: 'sealer-broken', message: 'the sealer could not do this' };
}

/** The failure again, as the caller would have met it in its own process. */
export function fromFailure({ room, code, message }: Extract<SealerAnswer, { ok: false }>): Error {
  const sealed = SEALED_CODES.find((one) => room === 'sealed' && one === code);
  if (sealed !== undefined) return new SealedError(sealed, message);
  const known = EXCHANGE_CODES.find((one) => room === 'exchange' && one === code);
  return new ExchangeError(known ?? 'sealer-broken', message);
}

/** Keys of one piece of an index: at most so many, so that progress is seen and a question is answered in between. */
export const PIECE_INPUTS_MAX = 4_096;
const INPUT_BYTES_MAX = 2_048;

/** Each input after its length in 16 bits, big-endian. */
export function packLengths(inputs: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...inputs.flatMap((input) => [Uint8Array.of(input.length >> 8, input.length & 0xff), input]),
  );
}

/** The inputs as views; throws `sealer-broken` when the bytes are not such a list. */
export function unpackLengths(bytes: Uint8Array): readonly Uint8Array[] {
  const inputs: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bytes.length || length > INPUT_BYTES_MAX || inputs.length >= PIECE_INPUTS_MAX)
      throw new ExchangeError('sealer-broken', 'the keys of a piece are not packed as expected');
    inputs.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return inputs;
}
