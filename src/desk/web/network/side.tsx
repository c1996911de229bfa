import type { JSX } from 'react';
import type { NetworkEdge, NetworkNode, NetworkView } from '../../api/contract.ts';
import { startDraft } from '../ask/draft.ts';
import { badgeOf, ownerClass, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Icon } from '../parts/icon.tsx';
import { ShapeTile } from '../parts/shape.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { go } from '../router.ts';
import { ageOf } from '../time.ts';
import { codeWord, useWords } from '../words.ts';
import { askText } from './ask-onward.ts';
import { MayDo } from './may-do.tsx';
import { Values } from './values.tsx';
import { Written } from '../parts/written.tsx';

interface SideProps {
  readonly view: NetworkView;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** Who says it, how old, how known, what may be done; "may be done" stands above the values. */
export function Side({ view, selected, onSelect }: SideProps): JSX.Element {
  const t = useWords();
  const node = view.nodes.find(({ id }) => id === selected);
  if (node === undefined) {
    return (
      <section className="panel side" aria-label={t('network.values')}>
        <p className="state c-2">{t('network.select')}</p>
        {view.gaps.length > 0 && <h3 className="sub">{t('network.gaps')}</h3>}
        <ul className="pad stack">
          {view.gaps.map((gap) => (
            <li key={gap.sentence}>
              {gap.nodeId === undefined ? (
                gap.sentence
              ) : (
                <button type="button" className="linkish" onClick={() => onSelect(gap.nodeId ?? '')}>
                  {gap.sentence}
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
    );
  }
  return <Chosen key={node.id} node={node} view={view} onSelect={onSelect} />;
}

function Chosen({
  node,
  view,
  onSelect,
}: {
  readonly node: NetworkNode;
  readonly view: NetworkView;
  readonly onSelect: (id: string) => void;
}): JSX.Element {
  const t = useWords();
  const text = node.mayAskOnward ? askText(node) : '';
  const ask = (): void => {
    if (text === '') return;
    startDraft(text);
    go('/ask');
  };
  useKeys({ 'Ctrl+Enter': ask });
  const edges = view.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  return (
    <section className="panel side" aria-label={node.label}>
      <Who node={node} />
      {node.state !== 'masked' && node.state !== 'sealed' && <MayDo node={node} />}
      <div className="scroll" tabIndex={0} role="group" aria-label={t('network.values')}>
        <Values values={node.values} />
        <h3 className="sub">{t('network.links')}</h3>
        <ul>
          {edges.map((edge) => (
            <LinkLine key={edge.id} edge={edge} node={node} view={view} onSelect={onSelect} />
          ))}
        </ul>
      </div>
      {text !== '' && (
        <footer>
          <button type="button" className="btn pri" onClick={ask}>
            {t('network.ask')}
            <kbd aria-hidden="true">Ctrl</kbd>
            <kbd aria-hidden="true">↵</kbd>
          </button>
        </footer>
      )}
    </section>
  );
}

function Who({ node }: { readonly node: NetworkNode }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const owner = node.owners[0] ?? desk.agency.id;
  const sentence =
    node.state === 'sealed'
      ? t('network.sealed')
      : node.state === 'masked'
        ? t('network.masked')
        : node.category === undefined
          ? ''
          : t(`category.long.${node.category}`);
  return (
    <div className={`who ${ownerClass(desk, owner)}`}>
      <ShapeTile kind={node.kind} category={node.category} state={node.state} size={44} />
      <div>
        <h2>
          <Written text={node.label} />
        </h2>
        <p className="row wrap">
          {node.owners.map((id) => (
            <OwnerTag key={id} id={id} />
          ))}
          <span className="tag line">
            {node.category === undefined ? t(`kind.${node.kind}`) : t(`category.${node.category}`)}
          </span>
          {node.state === 'copy' && <span className="meta">{t('network.copy')}</span>}
          {node.owners.length === 1 && <span className="meta cut">{badgeOf(desk, owner).name}</span>}
        </p>
      </div>
      {sentence !== '' && <p className="sentence">{sentence}</p>}
      {node.stop !== undefined && (
        <p className="note warn sentence">
          <Icon name="hand" />
          {node.stop}
        </p>
      )}
    </div>
  );
}

interface LinkLineProps {
  readonly edge: NetworkEdge;
  readonly node: NetworkNode;
  readonly view: NetworkView;
  readonly onSelect: (id: string) => void;
}

function LinkLine({ edge, node, view, onSelect }: LinkLineProps): JSX.Element {
  const t = useWords();
  const other = edge.from === node.id ? edge.to : edge.from;
  const label = view.nodes.find(({ id }) => id === other)?.label ?? other;
  const word = codeWord(t, 'link', edge.link);
  return (
    <li className="link-line">
      <OwnerTag id={edge.owner} />
      <span className="meta nw">{edge.from === node.id ? `${word} →` : `← ${word}`}</span>
      <button type="button" className="cell-link" onClick={() => onSelect(other)}>
        <Written text={label} />
      </button>
      <span className="meta nw">{edge.source === 'sealed' ? '–' : ageOf(t, edge.recordedOn)}</span>
    </li>
  );
}
