import { readFileSync, statSync } from 'node:fs';
import { type AgreedBudgets, agreedSettings, bareOneIn, BLOCKLESS_CLASSES } from '../exchange/index.ts';
import type { ClassSetting } from '../oversight/index.ts';
import { readAgreementTerms } from '../wire/index.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './failure.ts';

/** Of a draft or a signed agreement. */
export const FILE_BYTES_MAX = 1_048_576;

/**
 * `entente agreement check`: holds the budgets of a draft or a signed agreement against the setting rule, at the most that a block
 * lets out bare under them. 0 kept, 1 broken: no server starts under it.
 */
export function checkAgreement(file: string, { json }: { readonly json: boolean }): number {
  if (statSync(file).size > FILE_BYTES_MAX)
    throw new CommandError('usage', 'the file is larger than an agreement can be');
  const terms = readAgreementTerms(readFileSync(file, 'utf8'));
  const settings = agreedSettings(terms.budgets);
  const isKept = settings.every(({ answer }) => answer.ok);
  process.stdout.write(
    json
      ? `${JSON.stringify({ kept: isKept, classes: settings })}\n`
      : describeSettings(settings, terms.budgets),
  );
  return isKept ? EXIT.done : EXIT.negative;
}

/** One line a class: what guessing would find, what is allowed, and whether the rule is kept. */
export function describeSettings(settings: readonly ClassSetting[], budgets: AgreedBudgets): string {
  const last = `${BLOCKLESS_CLASSES.join(', ')}: no quota by block, so the rule says nothing; what is asked there is counted\n`;
  return settings.map((setting) => lineOf(setting, bareOneIn(budgets, setting.keyClass))).join('') + last;
}

function lineOf({ keyClass, epochBudget, epochBudgetMax, answer }: ClassSetting, oneIn: number): string {
  const records = Number(answer.expectedRecords.toPrecision(3));
  const verdict = answer.ok ? 'kept' : `BROKEN, at most ${epochBudgetMax} elements`;
  return `${keyClass}: ${epochBudget} elements an epoch, of each block one value in ${oneIn} goes out bare: guessing would find about ${records} records, ${answer.limit} allowed: ${verdict}\n`;
}
