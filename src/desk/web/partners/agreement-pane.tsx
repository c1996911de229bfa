import type { JSX } from 'react';
import type { PartnersView } from '../../api/contract.ts';
import { countOf, dateOf } from '../time.ts';
import { useWords } from '../words.ts';

/** Which agreement is in force, and the setting rule: what a partner's epoch budget could find by guessing, at most and as things are. */
export function AgreementPane({ view }: { readonly view: PartnersView }): JSX.Element {
  const t = useWords();
  const { name, expiresAt } = view.agreement;
  return (
    <section className="panel" aria-label={t('partners.agreement')}>
      <header>
        <h2>{t('partners.agreement')}</h2>
      </header>
      <div className="scroll pad stack" tabIndex={0} role="group" aria-label={t('partners.agreement')}>
        <p>{t('partners.agreement.until', { name, day: dateOf(expiresAt) })}</p>
        <h3>{t('partners.setting')}</h3>
        <p className="meta">{t('partners.setting.note')}</p>
        <ul className="stack">
          {view.settings.map((setting) => (
            <li key={setting.keyClass}>
              <b>{t(`class.${setting.keyClass}`)}</b>
              {t('partners.setting.line', {
                budget: countOf(setting.perEpoch),
                oneIn: countOf(setting.oneIn),
                records: recordsOf(setting.expectedRecords),
                now: recordsOf(setting.expectedNow),
              })}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Two figures are enough of an expectation. */
function recordsOf(expected: number): string {
  return countOf(Number(expected.toPrecision(2)));
}
