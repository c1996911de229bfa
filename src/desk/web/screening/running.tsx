import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { ScreenedRow, ScreeningView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { Segments } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { useScreening } from '../queries.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';
import { HitTable } from './hit-table.tsx';
import { PartnersPane } from './partners-pane.tsx';
import { Progress } from './progress.tsx';
import { rowId, WhyPane } from './why-pane.tsx';
import { UnreadPane } from './unread-pane.tsx';

const SIDES = ['why', 'partners', 'unread'] as const;
type Side = (typeof SIDES)[number];

/** A list that is being looked through or was: how far it is, the rows that hit, and beside them why. */
export function Running(): JSX.Element | null {
  const [page, setPage] = useState(0);
  const { data } = useScreening(page);
  const first = useScreening(0).data;
  // While another page is on its way the one before stands.
  const view = data?.screening ?? first?.screening ?? null;
  return view === null ? null : <List view={view} onPage={setPage} />;
}

function List({
  view,
  onPage,
}: {
  readonly view: ScreeningView;
  readonly onPage: (page: number) => void;
}): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [side, setSide] = useState<Side | null>(null);
  const ending = useEnding();
  const ids = view.hits.map(rowId);
  const selected = view.hits.find((row) => rowId(row) === chosen) ?? view.hits[0] ?? null;
  const shown = side ?? (view.state === 'looked' ? 'partners' : 'why');
  const runs = view.state === 'looking' || view.state === 'asking';
  const select = (id: string | null): void => {
    setChosen(id);
    setSide('why');
  };
  const step = (by: 1 | -1): void => select(neighbour(ids, selected === null ? null : rowId(selected), by));
  const turn = (by: 1 | -1): void => {
    setChosen(null);
    onPage(Math.max(0, Math.min(view.pages - 1, view.page + by)));
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '[': () => turn(-1),
    ']': () => turn(1),
    w: () => setSide('why'),
    p: () => setSide('partners'),
    u: () => setSide('unread'),
    s: runs ? () => ending.mutate('stop') : undefined,
    x: runs ? undefined : () => ending.mutate('forget'),
  });
  return (
    <main className="list-grid">
      <h1 className="sr">{t('list.title')}</h1>
      <Progress
        view={view}
        busy={ending.isPending}
        onStop={() => ending.mutate('stop')}
        onForget={() => ending.mutate('forget')}
      />
      <section className="panel" aria-label={t('list.hits', { count: view.hitCount })}>
        <header>
          <h2>{t('list.hits', { count: view.hitCount })}</h2>
          <span className="meta cut">{t('list.hits.note')}</span>
          <span className="grow" />
          <Pages view={view} onTurn={turn} />
        </header>
        {ending.error !== null && <Failure error={ending.error} acting />}
        <HitTable view={view} selected={selected === null ? null : rowId(selected)} onSelect={select} />
      </section>
      <SidePanel view={view} row={selected} side={shown} onSide={setSide} />
    </main>
  );
}

function useEnding() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (how: 'stop' | 'forget') =>
      how === 'stop' ? call('POST', '/api/screenings/stop') : call('DELETE', '/api/screenings/current'),
    onSuccess: async (_, how) => {
      if (how === 'forget') client.removeQueries({ queryKey: ['api', 'screenings'], type: 'inactive' });
      await client.invalidateQueries({ queryKey: ['api', 'screenings'] });
    },
  });
}

function Pages({
  view,
  onTurn,
}: {
  readonly view: ScreeningView;
  readonly onTurn: (by: 1 | -1) => void;
}): JSX.Element | null {
  const t = useWords();
  if (view.pages < 2) return null;
  return (
    <span className="row nw">
      <button type="button" className="btn sm" disabled={view.page === 0} onClick={() => onTurn(-1)}>
        {t('list.page.before')} <kbd aria-hidden="true">[</kbd>
      </button>
      <span className="meta">
        {t('list.page', { page: countOf(view.page + 1), pages: countOf(view.pages) })}
      </span>
      <button
        type="button"
        className="btn sm"
        disabled={view.page + 1 >= view.pages}
        onClick={() => onTurn(1)}
      >
        {t('list.page.after')} <kbd aria-hidden="true">]</kbd>
      </button>
    </span>
  );
}

interface SidePanelProps {
  readonly view: ScreeningView;
  readonly row: ScreenedRow | null;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
}

function SidePanel({ view, row, side, onSide }: SidePanelProps): JSX.Element {
  const t = useWords();
  const options = SIDES.map((value) => ({
    value,
    word:
      value === 'unread'
        ? t('list.side.unread', { number: countOf(view.list.unreadCount) })
        : t(`list.side.${value}`),
  }));
  return (
    <section className="panel" aria-label={t('list.side')}>
      <header>
        <Segments label={t('list.side')} value={side} options={options} onChange={onSide} />
      </header>
      {side === 'why' && <WhyPane row={row} />}
      {side === 'partners' && <PartnersPane view={view} />}
      {side === 'unread' && <UnreadPane view={view} />}
    </section>
  );
}
