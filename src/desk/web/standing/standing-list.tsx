import type { JSX } from 'react';
import type { AlertView, StandingItem } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { WrittenList } from '../parts/written.tsx';
import { follow } from '../router.ts';
import { dateOf } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';

interface StandingListProps {
  readonly items: readonly StandingItem[];
  readonly alerts: readonly AlertView[];
  readonly selected: string | null;
}

/** Standing questions: what is watched, until when, at how many of its partners, and how many alerts nobody has seen. */
export function StandingList({ items, alerts, selected }: StandingListProps): JSX.Element {
  const t = useWords();
  if (items.length === 0) return <p className="state c-2">{t('standing.none')}</p>;
  return (
    <ul>
      {items.map((item) => {
        const unseen = alerts.filter(({ standingId, seen }) => standingId === item.id && seen === undefined);
        return <Row key={item.id} item={item} unseen={unseen.length} on={item.id === selected} />;
      })}
    </ul>
  );
}

interface RowProps {
  readonly item: StandingItem;
  readonly unseen: number;
  readonly on: boolean;
}

function Row({ item, unseen, on }: RowProps): JSX.Element {
  const t = useWords();
  const path = `/standing/${item.id}`;
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
            <WrittenList text={item.about.join(' · ')} />
          </b>
          {unseen > 0 && (
            <span className="tag act nw">
              <Icon name="bell" small /> {t('standing.alerts.count', { count: unseen })}
            </span>
          )}
        </span>
        <span className="row">
          <span className="meta cut grow">{`${item.case.reference} ${item.case.title}`}</span>
          <span className="meta nw">{untilWords(t, item)}</span>
        </span>
        {item.ended === undefined && <Watched item={item} />}
      </a>
    </li>
  );
}

function untilWords(t: Words, { until, ended }: StandingItem): string {
  return ended === undefined
    ? t('standing.until', { date: dateOf(until) })
    : t('standing.ended', { date: dateOf(ended.at), why: codeWord(t, 'standing-end', ended.code) });
}

function Watched({ item }: { readonly item: StandingItem }): JSX.Element {
  const t = useWords();
  const at = item.partners.filter(({ state }) => state !== 'ended');
  const watched = at.filter(({ state }) => state === 'watched').length;
  const whole = watched === at.length;
  return (
    <span className={whole ? 'meta row' : 'c-warn row'}>
      <Icon name={whole ? 'check' : 'info'} small />
      {t('standing.watched', { watched, partners: at.length })}
    </span>
  );
}
