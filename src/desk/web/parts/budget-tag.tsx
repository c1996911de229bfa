import type { JSX } from 'react';
import type { PreviewView } from '../../api/contract.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';

type Row = PreviewView['partners'][number]['classes'][number];

/** What asking takes from the budget of one class that has the least left: amber when little is left, red when it does not fit. */
export function BudgetTag({
  row,
  whole = false,
}: {
  readonly row: Row;
  readonly whole?: boolean;
}): JSX.Element {
  const t = useWords();
  const { budget, budgetUsed, padded, budgetLimit, granted = 0 } = row;
  const after = budgetUsed + padded;
  const tone = doesNotFit(row, whole) ? 'tag late' : after > budgetLimit * 0.7 ? 'tag warn' : 'tag';
  return (
    <span className={tone}>
      {t('budget.after', {
        what: t(`class.${row.keyClass}`),
        used: countOf(budgetUsed),
        cost: countOf(padded),
        limit: countOf(budgetLimit),
      })}
      {budget !== 'budget-day' && ` · ${t(`budget.of.${budget}`)}`}
      {granted > 0 && ` · ${t('budget.granted', { elements: countOf(granted) })}`}
    </span>
  );
}

/** Which budgets have no room for it, when they are free again, and what to do. */
export function Full({
  classes,
  whole = false,
}: {
  readonly classes: readonly Row[];
  readonly whole?: boolean;
}): JSX.Element {
  const sentences = classes.filter((row) => doesNotFit(row, whole)).map(({ whenFull }) => whenFull);
  return (
    <>
      {[...new Set(sentences)].map((sentence) => (
        <p key={sentence} className="c-warn">
          {sentence}
        </p>
      ))}
    </>
  );
}

/** One question takes a class whole; a list (`whole`) is many, which together take what is left. */
function doesNotFit(
  { padded, largest, budgetUsed, budgetLimit, granted = 0 }: Row,
  isList: boolean,
): boolean {
  return padded > (isList ? Math.max(0, budgetLimit - budgetUsed) + granted : largest);
}
