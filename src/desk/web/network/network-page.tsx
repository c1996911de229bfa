import { type JSX, useState } from 'react';
import type { NetworkView } from '../../api/contract.ts';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useNetwork } from '../queries.ts';
import { follow } from '../router.ts';
import { useWords } from '../words.ts';
import { Graph } from './graph.tsx';
import { Legend } from './legend.tsx';
import { LinkTable } from './link-table.tsx';
import { Side } from './side.tsx';
import { Tools } from './tools.tsx';

/** The network of the open case, as a graph or as the table that says the same. */
export function NetworkPage(): JSX.Element {
  const t = useWords();
  const { currentCase } = useDesk();
  if (currentCase === null) {
    return (
      <main>
        <h1 className="sr">{t('network.title')}</h1>
        <section className="panel">
          <p className="state c-2">{t('network.no-case')}</p>
        </section>
      </main>
    );
  }
  return (
    <CaseNetwork
      key={currentCase.id}
      caseId={currentCase.id}
      title={t('network.of', { case: currentCase.title })}
    />
  );
}

interface CaseNetworkProps {
  readonly caseId: string;
  readonly title: string;
}

function CaseNetwork({ caseId, title }: CaseNetworkProps): JSX.Element {
  const t = useWords();
  const [ends, setEnds] = useState({ from: '', to: '' });
  const network = useNetwork(caseId, ends.from, ends.to);
  const [lastSeen, setLastSeen] = useState<NetworkView | null>(null);
  if (network.data !== undefined && network.data !== lastSeen) setLastSeen(network.data);
  // While another path is looked for, the picture stays as it is.
  const view = network.data ?? (network.error === null ? lastSeen : null);
  if (view === null) {
    return (
      <main>
        <h1 className="sr">{title}</h1>
        <section className="panel">
          <View of={network} rows={12}>
            {() => null}
          </View>
        </section>
      </main>
    );
  }
  if (view.nodes.length === 0) {
    return (
      <main>
        <h1 className="sr">{title}</h1>
        <section className="panel">
          <div className="state">
            <p className="c-2">{t('network.empty')}</p>
            <a className="btn pri" href="/ask" onClick={(event) => follow(event, '/ask')}>
              {t('network.empty.do')}
            </a>
          </div>
        </section>
      </main>
    );
  }
  return <Picture view={view} title={title} ends={ends} onEnds={setEnds} />;
}

export interface PathEnds {
  readonly from: string;
  readonly to: string;
}

interface PictureProps {
  readonly view: NetworkView;
  readonly title: string;
  readonly ends: PathEnds;
  readonly onEnds: (ends: PathEnds) => void;
}

function Picture({ view, title, ends, onEnds }: PictureProps): JSX.Element {
  const [mode, setMode] = useState<'graph' | 'table'>('graph');
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const nodes = view.nodes.filter(({ owners }) => owners.some((owner) => !hidden.includes(owner)));
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = view.edges.filter(
    (edge) => ids.has(edge.from) && ids.has(edge.to) && !hidden.includes(edge.owner),
  );
  const shown: NetworkView = {
    ...view,
    nodes,
    edges,
    path: view.path.every((id) => ids.has(id)) ? view.path : [],
  };
  const selected = chosen !== null && ids.has(chosen) ? chosen : null;
  useKeys({
    t: () => setMode(mode === 'graph' ? 'table' : 'graph'),
    f: () => document.querySelector<HTMLElement>('.owner-filter button')?.focus(),
  });
  return (
    <main className="network-grid">
      <h1 className="sr">{title}</h1>
      <Tools
        all={view}
        shown={shown}
        mode={mode}
        onMode={setMode}
        hidden={hidden}
        onHidden={setHidden}
        ends={ends}
        onEnds={onEnds}
      />
      <section className="panel" aria-label={title}>
        {mode === 'graph' ? (
          <>
            <Graph view={shown} selected={selected} onSelect={setChosen} />
            <Legend view={view} />
          </>
        ) : (
          <LinkTable view={shown} selected={selected} onSelect={setChosen} />
        )}
      </section>
      <Side view={shown} selected={selected} onSelect={setChosen} />
    </main>
  );
}
