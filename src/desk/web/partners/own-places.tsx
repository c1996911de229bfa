import type { JSX } from 'react';
import type { PartnersView } from '../../api/contract.ts';
import { hashEnd } from '../parts/hash-end.ts';
import { Icon } from '../parts/icon.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { countOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';

/** The places of our own chains, for a partner that holds something else and asks by telephone. */
export function OwnPlaces({ view }: { readonly view: PartnersView }): JSX.Element | null {
  const t = useWords();
  if (view.ownPlaces.length === 0) return null;
  return (
    <section className="panel" aria-label={t('places.title')}>
      <header>
        <h2>{t('places.title')}</h2>
        <span className="meta">{t('places.note')}</span>
      </header>
      {view.ownDamaged.map(({ partner, foundAt, madeFrom }) => (
        <p key={`${partner} ${foundAt}`} className="pad row c-late">
          <Icon name="late" small />
          {t(`places.damaged.${madeFrom}`, { partner: partner.toUpperCase(), at: momentOf(t, foundAt) })}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th className="lt">{t('grants.partner')}</th>
            <th className="lt num">{t('places.number')}</th>
            <th className="lt num">{t('places.epoch')}</th>
            <th className="lt">{t('places.hash')}</th>
          </tr>
        </thead>
        <tbody>
          {view.ownPlaces.map(({ partner, number, epoch, hash }) => (
            <tr key={hash}>
              <td className="lt">{partner === null ? t('places.keys') : <OwnerTag id={partner} />}</td>
              <td className="lt num">{countOf(number)}</td>
              <td className="lt num">{epoch}</td>
              <td className="lt mono nw">{hashEnd(hash)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
