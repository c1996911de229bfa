import type { JSX } from 'react';
import { View } from '../parts/states.tsx';
import { usePartners } from '../queries.ts';
import { useWords } from '../words.ts';
import { AgreementPane } from './agreement-pane.tsx';
import { Conflicts } from './conflicts.tsx';
import { Days } from './days.tsx';
import { Grants } from './grants.tsx';
import { OwnPlaces } from './own-places.tsx';

/** What partners may do here by the agreement, and whether what they say of a day is what we say. */
export function PartnersPage(): JSX.Element {
  const t = useWords();
  const partners = usePartners();
  return (
    <main className="partners-grid">
      <h1 className="sr">{t('partners.title')}</h1>
      {partners.data === undefined ? (
        <section className="panel span-all">
          <View of={partners} rows={16}>
            {() => null}
          </View>
        </section>
      ) : (
        <>
          <Days days={partners.data.days} />
          <div className="partners-side">
            <Conflicts view={partners.data} />
            <Grants view={partners.data} />
            <AgreementPane view={partners.data} />
            <OwnPlaces view={partners.data} />
          </div>
        </>
      )}
    </main>
  );
}
