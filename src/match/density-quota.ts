import type { Rule } from './rules.ts';

/** Of the values of a block that somebody could guess, at most one in a thousand goes out bare; one in more where budgets are large. */
export const BARE_ONE_IN_MIN = 1_000;
/** Nobody runs through more values than this: a larger block counts as this large. */
const BLOCK_VALUES_MAX = 1e12;

/** Why a value may go out bare, in the order in which a block is filled. */
export const BARE_GROUNDS = ['seized', 'no-subscriber', 'suspect', 'linked'] as const;
export type BareGround = (typeof BARE_GROUNDS)[number];

/** A value that a record would publish bare, with what is known of where it comes from. */
export interface DenseValue {
  readonly rule: Rule;
  /** The canonical value, as in the key. */
  readonly value: string;
  /** 'linked': of a contact or somebody else who may be shared. 'other': of a subscriber list; it never goes out bare. */
  readonly ground: BareGround | 'other';
}

export interface DensityDecision extends DenseValue {
  readonly block: string;
  readonly bare: boolean;
  readonly because: string;
}

/** The values of one kind that a stranger could try one after the other, by how they are given out. */
interface Block {
  readonly block: string;
  /** How many values it has. */
  readonly values: number;
}

/**
 * Which values go out bare and which only joined with a second one, block by block: a block is filled in the order of
 * BARE_GROUNDS, within one ground in the order of the values, until one in `oneIn` of its values is out. First every
 * value of the holding is added, then any may be decided; the order of adding does not matter. Of a block no more values
 * are kept than a few times its quota, so that any holding fits. A value that belongs to no guessable block goes out bare.
 */
export class DensityQuota {
  readonly #blocks = new Map<string, { quota: number; best: Map<string, DenseValue>; isPruned: boolean }>();
  readonly #oneIn: number;

  constructor(oneIn: number = BARE_ONE_IN_MIN) {
    this.#oneIn = oneIn;
  }

  add(value: DenseValue): void {
    const block = blockOf(value.rule, value.value);
    if (block === null || value.ground === 'other') return;
    // The quota bounds what goes out; of a block so small that one value is more than its share none goes out.
    const quota = Math.floor(block.values / this.#oneIn);
    const id = `${value.rule} ${block.block}`;
    const held = this.#blocks.get(id) ?? { quota, best: new Map<string, DenseValue>(), isPruned: true };
    this.#blocks.set(id, held);
    const known = held.best.get(value.value);
    if (known !== undefined && rankOf(known) <= rankOf(value)) return;
    held.best.set(value.value, value);
    held.isPruned = false;
    if (held.best.size > 2 * quota + 1_000) prune(held);
  }

  decide(value: DenseValue): DensityDecision {
    const block = blockOf(value.rule, value.value);
    if (block === null)
      return { ...value, block: '', bare: true, because: 'too many such values to guess one' };
    const held = this.#blocks.get(`${value.rule} ${block.block}`);
    if (held !== undefined && !held.isPruned) prune(held);
    const best = held?.best.get(value.value);
    if (best !== undefined)
      return { ...value, block: block.block, bare: true, because: GROUND_WORDS[best.ground] };
    const because =
      value.ground === 'other'
        ? 'of a subscriber list: only joined'
        : `the block’s quota of ${held?.quota ?? 0} bare values is full: only joined`;
    return { ...value, block: block.block, bare: false, because };
  }
}

/** The decisions on all values of a holding that fits into memory, each value once for each time it is named. */
export function densityQuota(
  values: readonly DenseValue[],
  oneIn: number = BARE_ONE_IN_MIN,
): DensityDecision[] {
  const quota = new DensityQuota(oneIn);
  for (const value of values) quota.add(value);
  return values.map((value) => quota.decide(value));
}

function prune(held: { quota: number; best: Map<string, DenseValue>; isPruned: boolean }): void {
  const ordered = [...held.best.values()].sort(
    (left, right) => rankOf(left) - rankOf(right) || (left.value < right.value ? -1 : 1),
  );
  held.best = new Map(ordered.slice(0, held.quota).map((value) => [value.value, value]));
  held.isPruned = true;
}

const GROUND_WORDS: Readonly<Record<DenseValue['ground'], string>> = {
  seized: 'from a seized item or exhibit',
  'no-subscriber': 'no subscriber is known',
  suspect: 'used by a suspect',
  linked: 'used by somebody else who may be shared',
  other: '',
};

function rankOf({ ground }: DenseValue): number {
  return ground === 'other' ? BARE_GROUNDS.length : BARE_GROUNDS.indexOf(ground);
}

/** Length of a country's code: those of one and two digits; every other has three (ITU-T E.164, list of assigned codes). */
const CODE_LENGTHS = /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The block a value was given out in, and how many values such a block has; null for what nobody can run through. */
export function blockOf(rule: Rule, value: string): Block | null {
  const found = ownBlockOf(rule, value);
  return found === null ? null : { ...found, values: Math.min(found.values, BLOCK_VALUES_MAX) };
}

function ownBlockOf(rule: Rule, value: string): Block | null {
  switch (rule) {
    case 'phone':
      return phoneBlock(value);
    case 'phone+week': {
      // A week is guessed as easily as a number: each week of a block is a block of its own.
      const [number = '', week = ''] = value.split('|');
      const { block, values } = phoneBlock(number);
      return { block: `${block}|${week}`, values };
    }
    case 'imei':
      // 3GPP TS 23.003 §6.2.1: a type allocation code of eight digits, then six of serial number.
      return { block: value.slice(0, 8), values: 1e6 };
    case 'iccid':
      // ITU-T E.118: an issuer identifier of at most seven digits, then eleven that tell cards apart.
      return { block: value.slice(0, 7), values: 1e11 };
    case 'imsi':
      // ITU-T E.212: country and network in five digits, then the subscriber.
      return { block: value.slice(0, 5), values: 10 ** Math.max(0, value.length - 5) };
    case 'document':
      return documentBlock(value);
    case 'iban':
      return accountBlock(value);
    case 'account':
      return otherAccountBlock(value);
    case 'imo':
      // IMO resolution A.1117(30): one list for the world, six digits that run and a seventh that follows from them.
      return { block: 'imo', values: 1e6 };
    case 'mmsi':
      // ITU-R M.585 §1: three digits of the country that gave it out, then six that run.
      return { block: value.slice(0, 3), values: 1e6 };
    case 'plate':
      return plateBlock(value);
    case 'vin':
      // ISO 3779: maker, model, check sign, year and plant in eleven signs, then six that run.
      return { block: value.slice(0, 11), values: 1e6 };
    default:
      return null;
  }
}

/** Country code and the first two digits of the national number: a range of an operator or a district. */
function phoneBlock(value: string): Block {
  if (!value.startsWith('+')) return { block: 'said', values: 10 ** Math.min(12, value.length - 5) };
  const code = CODE_LENGTHS.exec(value)?.[0] ?? value.slice(0, 4);
  const block = value.slice(0, code.length + 2);
  return { block, values: 10 ** Math.max(0, value.length - block.length) };
}

/** Kind, issuer and series: the letters a number begins with and its length; its digits run. */
function documentBlock(value: string): Block | null {
  const [kind = '', issuer = '', number = ''] = value.split('|');
  const series = /^[A-Z]*/.exec(number)?.[0] ?? '';
  const running = number.length - series.length;
  const block = `${kind}|${issuer}|${series}${'9'.repeat(running)}`;
  const letters = number.slice(series.length).replace(/\d/g, '').length;
  return { block, values: 10 ** (running - letters) * 36 ** letters };
}

/** ISO 13616: after country and check digits, three signs of the bank; of what follows two are taken for a national check. */
function accountBlock(value: string): Block {
  const block = `${value.slice(0, 2)}|${value.slice(4, 7)}`;
  return { block, values: 10 ** Math.max(0, value.length - 9) };
}

/** Bank or country, the first three signs and the length: what follows runs. Names at a service do not. */
function otherAccountBlock(value: string): Block | null {
  const [kind = '', issuer = '', number = ''] = value.split('|');
  if (kind !== 'bank') return null;
  const running = number.slice(3);
  const letters = running.replace(/\d/g, '').length;
  const block = `${issuer}|${number.slice(0, 3)}${running.replace(/\d/g, '9').replace(/[^\d]/g, 'A')}`;
  return { block, values: 10 ** (running.length - letters) * 26 ** letters };
}

/** Country, the first two signs (which countries hand out in turn or by district) and the shape of the rest. */
function plateBlock(value: string): Block {
  const [country = '', plate = ''] = value.split('|');
  const running = plate.slice(2);
  const digits = running.replace(/\D/g, '').length;
  const block = `${country}|${plate.slice(0, 2)}${running.replace(/\d/g, '9').replace(/[^\d]/g, 'A')}`;
  return { block, values: 10 ** digits * 26 ** (running.length - digits) };
}
