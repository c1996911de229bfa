import type { JSX } from 'react';
import type { PartnersView } from '../../api/contract.ts';
import { countOf, dateOf } from '../time.ts';
import { useWords } from '../words.ts';

/** Which agreement is in force, the setting rule (what a partner's epoch budget could find by guessing, at most and as things are), and how budgets are divided. */
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
        <h3>{t('partners.division')}</h3>
        <p className="meta">{t('partners.division.note')}</p>
        <ul className="stack">
          {view.division.map((one) => (
            <Division key={one.keyClass} of={one} />
          ))}
        </ul>
      </div>
    </section>
  );
}

/** How one class is divided, and what several partners that put together what they find reach. */
function Division({ of }: { readonly of: PartnersView['division'][number] }): JSX.Element {
  const t = useWords();
  const span = ({ perDay, perEpoch }: { readonly perDay: number; readonly perEpoch: number }) => ({
    day: countOf(perDay),
    epoch: countOf(perEpoch),
  });
  return (
    <li>
      <b>{t(`class.${of.keyClass}`)}</b>
      {t('partners.division.partner', span(of.partner))}
      {t('partners.division.all', span(of.all))}
      {of.records !== null &&
        t('partners.division.records', {
          day: recordsOf(of.records.perDay),
          epoch: recordsOf(of.records.perEpoch),
        })}
      {t('partners.division.officer', span(of.officer))}
      {t('partners.division.purpose', span(of.purpose))}
    </li>
  );
}

/** Two figures are enough of an expectation. */
function recordsOf(expected: number): string {
  return countOf(Number(expected.toPrecision(2)));
}
