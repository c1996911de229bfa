import { readFileSync, statSync } from 'node:fs';
import { BARE_SHARE_MAX } from '../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import { checkAgreedBudgets, type ClassSetting } from '../oversight/index.ts';
import { readAgreementTerms } from '../wire/index.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './failure.ts';

const FILE_BYTES_MAX = 1_048_576;

/** Classes with allocation blocks (room match, density-quota.ts), and the most that such a block lets out bare. */
const BLOCK_DENSITIES: Partial<Record<KeyClass, number>> = {
  communication: BARE_SHARE_MAX,
  document: BARE_SHARE_MAX,
};

/**
 * `entente agreement check`: holds the budgets of a draft or a signed agreement against the setting rule, at the most that a block
 * lets out bare. 0 kept, 1 broken.
 */
export function checkAgreement(file: string, { json }: { readonly json: boolean }): number {
  if (statSync(file).size > FILE_BYTES_MAX)
    throw new CommandError('usage', 'the file is larger than an agreement can be');
  const terms = readAgreementTerms(readFileSync(file, 'utf8'));
  const settings = checkAgreedBudgets(terms.budgets, BLOCK_DENSITIES);
  const isKept = settings.every(({ answer }) => answer.ok);
  process.stdout.write(
    json ? `${JSON.stringify({ kept: isKept, classes: settings })}\n` : describe(settings),
  );
  return isKept ? EXIT.done : EXIT.negative;
}

function describe(settings: readonly ClassSetting[]): string {
  const blockless = KEY_CLASSES.filter((keyClass) => BLOCK_DENSITIES[keyClass] === undefined);
  const last = `${blockless.join(', ')}: no quota by block, so the rule says nothing; what is asked there is counted\n`;
  return settings.map(lineOf).join('') + last;
}

function lineOf({ keyClass, epochBudget, epochBudgetMax, answer }: ClassSetting): string {
  const records = Number(answer.expectedRecords.toPrecision(3));
  const verdict = answer.ok ? 'kept' : `BROKEN, at most ${epochBudgetMax} elements`;
  return `${keyClass}: ${epochBudget} elements an epoch would find about ${records} records by guessing, ${answer.limit} allowed: ${verdict}\n`;
}
