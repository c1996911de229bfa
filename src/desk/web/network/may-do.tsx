import type { JSX } from 'react';
import type { NetworkNode } from '../../api/contract.ts';
import { combineHandling, type HandlingCode } from '../../../model/index.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Handling } from '../parts/tags.tsx';
import { useWords } from '../words.ts';

/** The union of the values' codes as sentences: what is free, and whom to ask for the rest. */
export function MayDo({ node }: { readonly node: NetworkNode }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const codes = combineHandling(...node.values.map(({ handling }) => handling));
  const ownersOf = (code: HandlingCode): string => {
    const ids = node.values.filter(({ handling }) => handling.includes(code)).map(({ owner }) => owner);
    return [...new Set(ids)].map((id) => badgeOf(desk, id).name).join(', ');
  };
  const limits = [
    { code: 'H1', word: 'network.may.court' },
    { code: 'H2', word: 'network.may.pass' },
    { code: 'H3', word: 'network.may.read' },
  ] as const;
  return (
    <div className="may">
      <h3 className="meta">{t('network.may')}</h3>
      <p>
        <Icon name="check" small /> {t('network.may.use')} <Handling codes={['H0']} />
      </p>
      {limits
        .filter(({ code }) => codes.includes(code))
        .map(({ code, word }) => (
          <p key={code}>
            <Icon name="hand" small /> {t(word, { owner: ownersOf(code) })} <Handling codes={[code]} />
          </p>
        ))}
    </div>
  );
}
