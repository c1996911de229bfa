import { createReadStream } from 'node:fs';
import {
  COMPARED_ACTS,
  compareLedgers,
  type LedgerComparison,
  type LedgerDifference,
  type LedgerSide,
  readLedgerSide,
} from '../exchange/index.ts';
import { readExport, reportVerification } from '../ledger/index.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './failure.ts';

/** A person reads so many; a machine gets all of them. */
const SHOWN_MAX = 50;

/**
 * `entente ledger compare`: do the ledgers of two agencies tell the same of what went between them? Each is verified first: nothing is
 * compared that does not hold. 0 the same, 1 not.
 */
export async function compareLedgerFiles(
  files: readonly [string, string],
  { key, json }: { readonly key: readonly string[]; readonly json: boolean },
): Promise<number> {
  if (key.length !== 2)
    throw new CommandError('usage', 'name two keys: --key KEY_OF_A KEY_OF_B, in the order of the files');
  const broken: { file: string; sentences: string }[] = [];
  for (const [at, file] of files.entries()) {
    const { exitCode, text } = await reportVerification({ file, key: key[at] ?? '' });
    if (exitCode !== 0) broken.push({ file, sentences: text.trim().replaceAll('\n', ' ') });
  }
  if (broken.length > 0) {
    process.stdout.write(
      json
        ? `${JSON.stringify({ same: false, broken })}\n`
        : broken.map(({ file, sentences }) => `${file}: ${sentences}\n`).join('') + 'Nothing was compared.\n',
    );
    return EXIT.negative;
  }
  const [left, right] = [await readSide(files[0]), await readSide(files[1])];
  if (left.agency === right.agency)
    throw new CommandError(
      'usage',
      `both files are ledgers of ${left.agency || 'nobody'}: name one of each agency`,
    );
  const comparison = compareLedgers(left, right);
  const same = comparison.differences.length === 0;
  process.stdout.write(json ? `${JSON.stringify({ same, ...comparison })}\n` : describe(comparison));
  return same ? EXIT.done : EXIT.negative;
}

const readSide = (file: string): Promise<LedgerSide> =>
  readLedgerSide(readExport(createReadStream(file)), COMPARED_ACTS);

function describe({ agencies, until, agreed, tooNew, differences }: LedgerComparison): string {
  const [left, right] = agencies;
  const verdict =
    differences.length === 0
      ? `The ledgers of ${left} and ${right} agree: ${plural(agreed, 'message')} in both, up to ${until}.`
      : `The ledgers of ${left} and ${right} differ in ${plural(differences.length, 'place')}; ${plural(agreed, 'message')} in both, up to ${until}.`;
  const lines = differences.slice(0, SHOWN_MAX).map((one) => sentenceOf(one, one.at === left ? right : left));
  const more = differences.length - lines.length;
  return [
    verdict,
    ...lines,
    ...(more > 0 ? [`… and ${more} more: --json has all of them.`] : []),
    ...(tooNew > 0
      ? [`${plural(tooNew, 'act')} too new to compare: one of the ledgers ends before, or an hour after.`]
      : []),
    '',
  ].join('\n');
}

function sentenceOf(one: LedgerDifference, other: string): string {
  const what = `${one.act} of ${one.time}${one.messageId === undefined ? '' : `, message ${one.messageId}`} (entry ${one.leaf.slice(0, 16)})`;
  switch (one.kind) {
    case 'not-sent':
      return `${one.at} took what ${other} does not say it sent: ${what}`;
    case 'not-got':
      return `${one.at} sent what ${other} does not say it got: ${what}`;
    case 'other-hash':
      return `${one.at} was told another entry than ${other} has: ${what}`;
    case 'other-counts':
      return `${one.at} says ${one.here} and ${other} ${one.there} of ${one.what}: ${what}`;
  }
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
