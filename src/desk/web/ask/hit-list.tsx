import type { JSX } from 'react';
import type { HitView, QuestionView } from '../../api/contract.ts';
import { badgeOf, ownerClass, useDesk } from '../desk-context.ts';
import { ShapeTile } from '../parts/shape.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { ThingName } from '../requests/thing-table.tsx';
import { clockTime, momentOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';
import { agreedWords } from './agreed.ts';
import { chanceSentence } from './chance.ts';
import { HeldLink } from './held-link.tsx';
import { kindOfHit } from './kind-of-hit.ts';
import { Written } from '../parts/written.tsx';

interface HitListProps {
  readonly question: QuestionView;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** Hits in the order they came, then in words what the other partners' answers are worth. */
export function HitList({ question, selected, onSelect }: HitListProps): JSX.Element {
  const t = useWords();
  const { hits, partners } = question;
  return (
    <div className="scroll">
      {hits.length === 0 && <p className="state c-2">{noneWords(t, partners)}</p>}
      <ul>
        {hits.map((hit) => (
          <HitRow key={hit.id} hit={hit} on={hit.id === selected} onSelect={() => onSelect(hit.id)} />
        ))}
      </ul>
      {partners.map((partner) => (
        <Coverage key={partner.agencyId} partner={partner} />
      ))}
    </div>
  );
}

/** "No hit" is said of all only when all have answered in full. */
function noneWords(t: Words, partners: QuestionView['partners']): string {
  if (partners.some(({ state }) => state === 'waiting')) return t('hits.none.waiting');
  const answered = partners.filter(({ state }) => state === 'no-hit').length;
  return answered === partners.length
    ? t('hits.none')
    : t('hits.none.partial', { answered, partners: partners.length });
}

interface HitRowProps {
  readonly hit: HitView;
  readonly on: boolean;
  readonly onSelect: () => void;
}

function HitRow({ hit, on, onSelect }: HitRowProps): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const owner = badgeOf(desk, hit.owner).name;
  return (
    <li className={`hit ${ownerClass(desk, hit.owner)} ${on ? 'on' : ''}`}>
      {hit.held === undefined ? (
        <ShapeTile kind={kindOfHit(hit)} state="sealed" size={34} />
      ) : (
        <ShapeTile kind={hit.held.kind} category={hit.held.category} state="copy" size={34} />
      )}
      <div className="stack">
        <h3 className="row">
          <OwnerTag id={hit.owner} />
          <button type="button" className="cell-link" aria-current={on} onClick={onSelect}>
            {t('hits.record', { owner })}
          </button>
        </h3>
        {hit.held !== undefined && (
          <p className="row wrap">
            <ThingName head={hit.held} />
            <HeldLink held={hit.held} />
          </p>
        )}
        <p>
          <b>
            <Written text={hit.about} />.
          </b>{' '}
          {hit.because}
        </p>
        <p className="row wrap">
          {hit.keys.map((key, at) => (
            <span key={`${key.rule}${at}`} className="tag key">
              {key.rule}
            </span>
          ))}
          {hit.keys.some(({ half }) => half !== undefined) && (
            <span className="tag line">{agreedWords(t, hit)}</span>
          )}
          <span className="meta">{chanceSentence(t, hit.chance)}</span>
        </p>
      </div>
      <div className="do">
        <span className={hit.state === 'sealed' ? 'tag line' : 'tag act'}>
          {t(hit.state === 'sealed' && hit.held !== undefined ? 'hits.held.tag' : `hits.state.${hit.state}`)}
        </span>
        {hit.state === 'sealed' && (
          <span className="meta">{t('hits.close', { date: momentOf(t, hit.closeBy) })}</span>
        )}
      </div>
    </li>
  );
}

function Coverage({ partner }: { readonly partner: QuestionView['partners'][number] }): JSX.Element | null {
  const t = useWords();
  const desk = useDesk();
  const { state, manifest, why } = partner;
  if (state === 'hit' || state === 'waiting') return null;
  const covered =
    manifest === undefined
      ? ''
      : t('hits.manifest.long', {
          number: manifest.number,
          time: clockTime(manifest.issuedAt),
          rules: manifest.rules,
          without: manifest.recordsWithoutKeys,
        });
  const rest =
    state === 'no-hit'
      ? covered
      : [why, state === 'not-answered' ? t('hits.not-answered.long') : ''].join(' ');
  return (
    <p className="coverage">
      <b>{`${badgeOf(desk, partner.agencyId).name}: ${t(`hits.${state}`)}.`}</b> {rest}
    </p>
  );
}
