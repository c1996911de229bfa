import type { JSX } from 'react';
import type { ReviewPairItem } from '../../api/contract.ts';
import { Written } from '../parts/written.tsx';
import { follow } from '../router.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';
import { pairId } from './pair-id.ts';

interface QueueProps {
  readonly pairs: readonly ReviewPairItem[];
  readonly open: number;
  readonly selected: string | null;
}

/** The open pairs, the most evidence first. */
export function Queue({ pairs, open, selected }: QueueProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {pairs.length === 0 && <p className="state c-2">{t('review.queue.none')}</p>}
      <ul>
        {pairs.map((pair) => (
          <QueueRow key={pairId(pair)} pair={pair} on={pairId(pair) === selected} />
        ))}
      </ul>
      {open > pairs.length && (
        <p className="standing meta">
          {t('review.queue.more', { shown: countOf(pairs.length), open: countOf(open) })}
        </p>
      )}
    </>
  );
}

function QueueRow({ pair, on }: { readonly pair: ReviewPairItem; readonly on: boolean }): JSX.Element {
  const t = useWords();
  const path = `/people/${pairId(pair)}`;
  return (
    <li>
      <a
        className={on ? 'request on' : 'request'}
        href={path}
        aria-current={on ? 'true' : undefined}
        onClick={(event) => follow(event, path)}
      >
        <span className="row">
          <b className="cut grow">
            <Written text={pair.left.label} />
          </b>
          <span className="meta num nw" title={t('review.bits.long')}>
            {t('review.bits', { bits: pair.weight.toFixed(0) })}
          </span>
        </span>
        <span className="cut">
          <Written text={pair.right.label} />
        </span>
        {pair.further > 0 && <span className="meta">{t('review.further', { count: pair.further })}</span>}
      </a>
    </li>
  );
}
