import type { JSX } from 'react';
import type { HitView } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Meter } from '../parts/meter.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { follow } from '../router.ts';
import { may } from '../shell/rooms.ts';
import { ThingName } from '../requests/thing-table.tsx';
import { momentOf } from '../time.ts';
import { useWords } from '../words.ts';
import { agreedWords } from './agreed.ts';
import { chanceSentence } from './chance.ts';
import { HeldLink } from './held-link.tsx';
import { RequestForm } from './request-form.tsx';
import { SetAside } from './set-aside.tsx';
import { Written } from '../parts/written.tsx';

export type PaneMode = 'why' | 'request' | 'aside';

interface HitPaneProps {
  readonly hit: HitView;
  readonly mode: PaneMode;
  readonly onMode: (mode: PaneMode) => void;
  readonly questionId: string;
}

/** Beside the list: the reason, the request, or setting aside. */
export function HitPane({ hit, mode, onMode, questionId }: HitPaneProps): JSX.Element {
  const back = (): void => onMode('why');
  if (mode === 'request' && hit.state === 'sealed')
    return <RequestForm hit={hit} questionId={questionId} onBack={back} />;
  if (mode === 'aside' && hit.state === 'sealed')
    return <SetAside hit={hit} questionId={questionId} onBack={back} />;
  return <Why hit={hit} onMode={onMode} />;
}

function Why({ hit, onMode }: Pick<HitPaneProps, 'hit' | 'onMode'>): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const owner = badgeOf(desk, hit.owner).name;
  const asks = may(desk.officer, 'send-request');
  return (
    <section className="panel" aria-label={t('hits.why')}>
      <header>
        <OwnerTag id={hit.owner} />
        <h2>{t('hits.why')}</h2>
        <span className="grow" />
        {hit.state !== 'answered' && hit.held === undefined && (
          <span className="tag">
            <Icon name="lock" small />
            {t('hits.sealed')}
          </span>
        )}
      </header>
      <div className="scroll pad stack" tabIndex={0} role="group" aria-label={t('hits.why')}>
        <p className="big">{hit.because}</p>
        <h3 className="sub flush">
          {t('hits.agrees')}
          <span>{agreedWords(t, hit)}</span>
        </h3>
        <ul className="stack">
          {hit.keys.map((key, at) => (
            <li key={`${key.rule}${at}`} className="key-bar">
              <span className="tag key">{key.rule}</span>
              <Meter value={1} of={1} tone="act" />
              <span className="c-2">{key.sentence}</span>
            </li>
          ))}
        </ul>
        {hit.keys.some(({ half }) => half !== undefined) && <p className="meta">{t('hits.halves.why')}</p>}
        {hit.held === undefined ? (
          <p className="meta">{t('hits.only')}</p>
        ) : (
          <div className="note act">
            <Icon name="check" />
            <div>
              <p>
                <ThingName head={hit.held} />
              </p>
              <p>{t(hit.state === 'answered' ? 'hits.held.answered' : 'hits.held.again')}</p>
              <HeldLink held={hit.held} />
            </div>
          </div>
        )}
        <dl className="kv">
          <dt>{t('hits.about')}</dt>
          <dd>
            <b>
              <Written text={hit.about} />
            </b>
          </dd>
          <dt>{t('hits.chance')}</dt>
          <dd>{chanceSentence(t, hit.chance)}</dd>
          {hit.state === 'sealed' && (
            <>
              <dt>{t('hits.due')}</dt>
              <dd>{t('hits.due.sentence')}</dd>
              <dt>{t('hits.closes')}</dt>
              <dd>{t('hits.closes.sentence', { date: momentOf(t, hit.closeBy) })}</dd>
            </>
          )}
        </dl>
        {hit.state === 'sealed' && (
          <p className="note">
            <Icon name="info" />
            {t('hits.opens', { owner })}
          </p>
        )}
      </div>
      <footer>
        {hit.state === 'sealed' && asks ? (
          <>
            <button type="button" className="btn pri" onClick={() => onMode('request')}>
              {t('hits.request')} <kbd aria-hidden="true">R</kbd>
            </button>
            <button type="button" className="btn" onClick={() => onMode('aside')}>
              {t('hits.aside')} <kbd aria-hidden="true">N</kbd>
            </button>
          </>
        ) : (
          <SeeRequest hit={hit} />
        )}
      </footer>
    </section>
  );
}

function SeeRequest({ hit }: { readonly hit: HitView }): JSX.Element {
  const t = useWords();
  const path = `/requests/${hit.requestId ?? ''}`;
  return (
    <>
      <span className="tag act">{t(`hits.state.${hit.state}`)}</span>
      {hit.requestId !== undefined && (
        <a className="btn" href={path} onClick={(event) => follow(event, path)}>
          {t('hits.see-request')}
        </a>
      )}
    </>
  );
}
