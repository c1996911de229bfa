import type { JSX } from 'react';
import type { NetworkView } from '../../api/contract.ts';
import { useDesk } from '../desk-context.ts';
import { ShapeTile } from '../parts/shape.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { useWords } from '../words.ts';

const LINES = [
  { source: '', word: 'legend.own' },
  { source: 'recv', word: 'legend.copy' },
  { source: 'seal', word: 'legend.sealed' },
] as const;
const PERSONS = [
  { category: 'suspect', state: 'own', word: 'legend.suspect' },
  { category: 'contact', state: 'own', word: 'legend.contact' },
  { category: 'victim', state: 'own', word: 'legend.victim' },
  { category: 'other', state: 'masked', word: 'legend.masked' },
] as const;

/** What line, hue, fill and shape mean; only the kinds that are in the picture. */
export function Legend({ view }: { readonly view: NetworkView }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const owners = [desk.agency, ...desk.partners].filter(({ id }) =>
    view.nodes.some((node) => node.owners.includes(id)),
  );
  const kinds = [...new Set(view.nodes.map(({ kind }) => kind))].filter((kind) => kind !== 'person');
  return (
    <div className="legend own-0">
      <h2>{t('legend.who')}</h2>
      <ul>
        {LINES.map(({ source, word }) => (
          <li key={word}>
            <svg width="28" height="10" aria-hidden="true">
              <path className={`g-edge ${source}`} d="M1 5H27" />
            </svg>
            {t(word)}
          </li>
        ))}
        <li>
          <b aria-hidden="true">{'≈'}</b>
          {t('legend.assessment')}
        </li>
        <li className="legend-owners">
          <b>{t('legend.owner')}</b>
          {owners.map(({ id }) => (
            <OwnerTag key={id} id={id} />
          ))}
        </li>
      </ul>
      <h2>{t('legend.person')}</h2>
      <ul>
        {PERSONS.map(({ category, state, word }) => (
          <li key={word}>
            <ShapeTile kind="person" category={category} state={state} size={18} />
            {t(word)}
          </li>
        ))}
      </ul>
      <h2>{t('legend.kind')}</h2>
      <ul>
        {kinds.map((kind) => (
          <li key={kind}>
            <ShapeTile kind={kind} state="own" size={18} />
            {t(`kind.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
