import type { JSX } from 'react';
import type { LedgerView } from '../../api/contract.ts';
import { Meter } from '../parts/meter.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { countOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';

/** The checkpoints of partners that we keep: who rewrites a ledger contradicts them. */
export function Witnesses({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel" aria-label={t('ledger.witnesses')}>
      <header>
        <h2>{t('ledger.witnesses')}</h2>
      </header>
      <div className="scroll">
        {view.witnesses.length === 0 && <p className="state c-2">{t('ledger.witnesses.none')}</p>}
        <ul>
          {view.witnesses.map((witness) => (
            <li key={`${witness.agencyId}${witness.at}`} className="witness">
              <OwnerTag id={witness.agencyId} />
              <span className={witness.state === 'inconsistent' ? 'c-late grow' : 'grow'}>
                {t(`ledger.witness.${witness.state}`)}
                {witness.contradictions > 1 &&
                  ` (${t('ledger.witness.times', { count: witness.contradictions })})`}
              </span>
              <span className="meta nw">{`${t('ledger.witness.size', { size: countOf(witness.size) })} · ${momentOf(t, witness.at)}`}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

export function Budgets({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel" aria-label={t('ledger.budgets')}>
      <header>
        <h2>{t('ledger.budgets')}</h2>
        <span className="meta">{t('ledger.budgets.note')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('ledger.budgets')}>
        {view.budgets.length === 0 && <p className="state c-2">{t('ledger.budgets.none')}</p>}
        <ul>
          {view.budgets.map((budget) => (
            <BudgetRow key={`${budget.partner}${budget.keyClass}`} budget={budget} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function BudgetRow({ budget }: { readonly budget: LedgerView['budgets'][number] }): JSX.Element {
  const t = useWords();
  const { used, perDay } = budget;
  const tone = used >= perDay ? 'late' : used > perDay * 0.7 ? 'warn' : undefined;
  return (
    <li className="budget-row">
      <OwnerTag id={budget.partner} />
      <span className="cut">{t(`class.${budget.keyClass}`)}</span>
      <Meter value={used} of={perDay} tone={tone} />
      <span className={tone === undefined ? 'nw num' : `nw num c-${tone}`}>
        {used >= perDay
          ? t('ledger.budget.used-up')
          : t('ledger.budget', { used: countOf(used), limit: countOf(perDay) })}
      </span>
    </li>
  );
}
