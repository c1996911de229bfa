import type { JSX } from 'react';
import type { RequestListItem } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Meter } from '../parts/meter.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { follow } from '../router.ts';
import { momentOf, spanOf } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';
import { dueClock } from './clock.ts';
import { useNow } from './use-now.ts';
import { WrittenList } from '../parts/written.tsx';

interface RequestGroupProps {
  readonly title?: string;
  readonly items: readonly RequestListItem[];
  readonly selected: string | null;
}

export function RequestGroup({ title, items, selected }: RequestGroupProps): JSX.Element | null {
  if (items.length === 0) return null;
  return (
    <>
      {title !== undefined && (
        <h3 className="group">
          {title} <span className="tag n">{items.length}</span>
        </h3>
      )}
      <ul>
        {items.map((item) => (
          <RequestRow key={item.id} item={item} on={item.id === selected} />
        ))}
      </ul>
    </>
  );
}

function RequestRow({ item, on }: { readonly item: RequestListItem; readonly on: boolean }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const path = `/requests/${item.id}`;
  const open = item.state === 'waiting' || item.state === 'sending';
  return (
    <li>
      <a
        className={on ? 'request on' : 'request'}
        href={path}
        aria-current={on ? 'true' : undefined}
        onClick={(event) => follow(event, path)}
      >
        <span className="row">
          <OwnerTag id={item.partner} />
          <b className="cut grow">{badgeOf(desk, item.partner).name}</b>
          {open ? (
            <TimeLeft item={item} />
          ) : (
            <span className="tag line">{t(`requests.state.${item.state}`)}</span>
          )}
        </span>
        <span className="cut">
          {item.direction === 'incoming' ? (
            <>
              <span className="meta">{t('requests.opened')}: </span>
              {rulesInWords(t, item.summary)}
            </>
          ) : (
            <WrittenList text={item.summary} />
          )}
        </span>
        {open && <DueMeter item={item} />}
        {!open && <span className="meta">{momentOf(t, item.sentAt)}</span>}
      </a>
    </li>
  );
}

/** An incoming request is called by the rules whose keys it opened: 'phone, name+birthdate'. */
function rulesInWords(t: Words, rules: string): string {
  return rules
    .split(', ')
    .map((rule) => codeWord(t, 'rule', rule))
    .join(', ');
}

function TimeLeft({ item }: { readonly item: RequestListItem }): JSX.Element {
  const t = useWords();
  const { leftMs, totalMs, tone } = dueClock(item, useNow());
  const left = spanOf(t, leftMs);
  return (
    <span className={`time-left ${tone === undefined ? 'c-2' : `c-${tone}`}`}>
      <Icon name={tone === 'late' ? 'late' : 'clock'} small />
      {tone === 'late'
        ? t('requests.over', { time: left })
        : t('requests.of', { left, total: spanOf(t, totalMs) })}
    </span>
  );
}

function DueMeter({ item }: { readonly item: RequestListItem }): JSX.Element {
  const { leftMs, totalMs, tone } = dueClock(item, useNow());
  return <Meter value={totalMs - leftMs} of={totalMs} tone={tone} thin />;
}
