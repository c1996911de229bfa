import { readFileSync, statSync } from 'node:fs';
import {
  agreedSettings,
  type AgreedTerms,
  agreedTogether,
  bareOneIn,
  BLOCKLESS_CLASSES,
  type ClassTogether,
} from '../exchange/index.ts';
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
      ? `${JSON.stringify({ kept: isKept, classes: settings, together: agreedTogether(terms) })}\n`
      : describeSettings(settings, terms),
  );
  return isKept ? EXIT.done : EXIT.negative;
}

/**
 * For each class: what one partner's guessing would find, what is allowed, and whether the rule is kept; then what all partners together
 * could find, and how much of a partner's budget one officer and one purpose may take.
 */
export function describeSettings(settings: readonly ClassSetting[], terms: AgreedTerms): string {
  const { budgets } = terms;
  const last = `${BLOCKLESS_CLASSES.join(', ')}: no quota by block, so the rule says nothing; what is asked there is counted\n`;
  const rules = settings.map((setting) => lineOf(setting, bareOneIn(budgets, setting.keyClass))).join('');
  const together = agreedTogether(terms).filter(({ limits }) => limits.perEpoch > 0);
  return `${rules}${last}${together.map(togetherOf).join('')}`;
}

function lineOf({ keyClass, epochBudget, epochBudgetMax, answer }: ClassSetting, oneIn: number): string {
  const verdict = answer.ok ? 'kept' : `BROKEN, at most ${epochBudgetMax} elements`;
  return `${keyClass}: ${epochBudget} elements an epoch, of each block one value in ${oneIn} goes out bare: guessing would find about ${shown(answer.expectedRecords)} records, ${answer.limit} allowed: ${verdict}\n`;
}

function togetherOf({ keyClass, limits, perDay, perEpoch, records }: ClassTogether): string {
  const found = (span: 'perDay' | 'perEpoch'): string =>
    records === null ? '' : ` (about ${shown(records[span])} records)`;
  return (
    `${keyClass}: all partners together: ${perDay} elements a day${found('perDay')}, ${perEpoch} an epoch${found('perEpoch')}\n` +
    `  of one partner’s ${limits.perDay} a day and ${limits.perEpoch} an epoch one officer may take ${limits.officerPerDay} and ${limits.officerPerEpoch}, ` +
    `one purpose ${limits.purposePerDay} and ${limits.purposePerEpoch}\n`
  );
}

const shown = (records: number): number => Number(records.toPrecision(3));
