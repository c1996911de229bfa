import type { JSX } from 'react';
import type { QuestionView } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { clockTime } from '../time.ts';
import { useWords } from '../words.ts';

type Partner = QuestionView['partners'][number];

const ICONS: Readonly<Record<Partner['state'], IconName>> = {
  waiting: 'clock',
  hit: 'hit',
  'no-hit': 'minus',
  'not-answered': 'late',
  refused: 'stop',
};

/** One cell a partner; an unreached partner is "not answered", never "no hit". */
export function PartnerStrip({ partners }: { readonly partners: readonly Partner[] }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const answered = partners.filter(({ state }) => state === 'hit' || state === 'no-hit');
  const news = answered.map(({ agencyId, state, hits }) => {
    const partner = badgeOf(desk, agencyId).name;
    return state === 'hit' ? t('hits.live', { partner, count: hits }) : t('hits.live.none', { partner });
  });
  return (
    <>
      <ul className="partners">
        {partners.map((partner) => (
          <PartnerCell key={partner.agencyId} partner={partner} name={badgeOf(desk, partner.agencyId).name} />
        ))}
      </ul>
      <p className="sr" aria-live="polite">
        {news.join('. ')}
      </p>
    </>
  );
}

function PartnerCell({ partner, name }: { readonly partner: Partner; readonly name: string }): JSX.Element {
  const t = useWords();
  const { state, hits } = partner;
  const word = state === 'hit' ? t('hits.hit', { count: hits }) : t(`hits.${state}`);
  return (
    <li>
      <span className="row">
        <OwnerTag id={partner.agencyId} />
        <span className="cut grow">{name}</span>
        <span className={state === 'hit' ? 'st c-act' : 'st c-2'}>
          <Icon name={ICONS[state]} small />
          {word}
        </span>
      </span>
      <span className="meta cut" title={partner.why}>
        <Detail partner={partner} />
      </span>
    </li>
  );
}

function Detail({ partner }: { readonly partner: Partner }): JSX.Element {
  const t = useWords();
  const { state, tookMs, manifest, why, keysSent } = partner;
  if (state === 'waiting') return <>{t('hits.waiting.keys', { keys: keysSent })}</>;
  if (state === 'refused' || state === 'not-answered') return <>{why ?? partner.code}</>;
  const took = tookMs === null ? '' : t('hits.took', { seconds: (tookMs / 1_000).toFixed(1) });
  const list =
    manifest === undefined
      ? ''
      : t('hits.manifest', { number: manifest.number, time: clockTime(manifest.issuedAt) });
  return <>{[took, list].filter((part) => part !== '').join(' · ')}</>;
}
