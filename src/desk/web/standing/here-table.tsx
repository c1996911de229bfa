import type { JSX } from 'react';
import type { StandingView } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';

/** What partners let stand here: counts by epoch, for that is all that is known here of what they watch. */
export function HereTable({ lines }: { readonly lines: StandingView['here'] }): JSX.Element | null {
  const t = useWords();
  const desk = useDesk();
  if (lines.length === 0) return null;
  return (
    <>
      <h3 className="sub">{t('standing.here')}</h3>
      <ul className="pad stack">
        {lines.map(({ agencyId, epoch, elements }) => (
          <li key={`${agencyId} ${epoch}`} className="row">
            <OwnerTag id={agencyId} />
            <span className="cut grow">{badgeOf(desk, agencyId).name}</span>
            <span className="meta nw">{t('standing.here.line', { elements: countOf(elements), epoch })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
