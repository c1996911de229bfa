import { type JSX, useState } from 'react';
import type { LedgerView } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { View } from '../parts/states.tsx';
import { useLedger } from '../queries.ts';
import { clockTime, countOf, momentOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';
import { Entries } from './entries.tsx';
import { Budgets, Witnesses } from './ledger-sides.tsx';
import { NotHeld } from './not-held.tsx';

/** What was done, newest first; how it can be checked, by whom it is kept, and what is left of the budgets. */
export function LedgerPage(): JSX.Element {
  const t = useWords();
  const [before, setBefore] = useState<number | null>(null);
  const ledger = useLedger(before);
  return (
    <main className="ledger-grid">
      <h1 className="sr">{t('ledger.title')}</h1>
      {ledger.data === undefined ? (
        <section className="panel span-all">
          <View of={ledger} rows={16}>
            {() => null}
          </View>
        </section>
      ) : (
        <>
          <Proof view={ledger.data} />
          <Entries view={ledger.data} before={before} onBefore={setBefore} />
          <div className="ledger-side">
            <NotHeld view={ledger.data} />
            <Witnesses view={ledger.data} />
            <Budgets view={ledger.data} />
          </div>
        </>
      )}
    </main>
  );
}

function Proof({ view }: { readonly view: LedgerView }): JSX.Element {
  return (
    <section className="panel proof">
      <Verdict view={view} />
      <Checkpoints view={view} />
      <CheckIt view={view} />
    </section>
  );
}

function Verdict({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  const { verified } = view;
  const word = verified === null ? 'ledger.not-verified' : verified.ok ? 'ledger.verified' : 'ledger.bad';
  const tone = verified === null ? 'c-2' : verified.ok ? 'c-ok' : 'c-late';
  return (
    <div>
      <h2 className={`row ${tone}`}>
        <Icon name={verified === null ? 'clock' : verified.ok ? 'hit' : 'late'} />
        {t(word)}
      </h2>
      <p>{sizeSentence(t, view)}</p>
      {verified !== null && (
        <p className="meta" title={verified.sentence}>
          {verified.ok
            ? t('ledger.verified.at', { time: momentOf(t, verified.at) })
            : `${t('ledger.bad.at', { time: momentOf(t, verified.at) })} ${verified.sentence}`}
        </p>
      )}
    </div>
  );
}

/** How many entries there are, where the last checkpoint stands among them, and how many wait: once, in one sentence. */
function sizeSentence(t: Words, { size, waiting, checkpoints }: LedgerView): string {
  const tree = t('ledger.size', { count: size, number: countOf(size) });
  const [newest] = checkpoints;
  const signed =
    newest === undefined
      ? t('ledger.size.unsigned')
      : newest.size >= size
        ? t('ledger.size.all', { time: momentOf(t, newest.at) })
        : t('ledger.size.first', { number: countOf(newest.size), time: momentOf(t, newest.at) });
  return waiting === 0
    ? `${tree}, ${signed}.`
    : `${tree}, ${signed}; ${t('ledger.size.waiting', { count: waiting, number: countOf(waiting) })}.`;
}

function Checkpoints({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  const points = [...view.checkpoints].reverse();
  const [first] = points;
  const last = points.at(-1);
  return (
    <div>
      <h3>{t('ledger.checkpoints')}</h3>
      {first === undefined || last === undefined ? (
        <p className="meta">{t('ledger.checkpoints.none')}</p>
      ) : (
        <>
          <ul className="checkpoints">
            {points.map((point) => (
              <li
                key={`${point.size}${point.at}`}
                title={t('ledger.checkpoint.title', {
                  size: countOf(point.size),
                  time: momentOf(t, point.at),
                })}
              />
            ))}
          </ul>
          <p className="meta ends">
            <span>
              {t('ledger.checkpoint.title', { size: countOf(first.size), time: clockTime(first.at) })}
            </span>
            {last !== first && (
              <span>
                {t('ledger.checkpoint.title', { size: countOf(last.size), time: clockTime(last.at) })}
              </span>
            )}
          </p>
        </>
      )}
    </div>
  );
}

function CheckIt({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard.writeText(view.verifyCommand).then(() => setCopied(true));
  return (
    <div>
      <h3>{t('ledger.check')}</h3>
      <p className="meta">{t('ledger.check.note')}</p>
      <p className="row">
        <a className="btn sm" href="/api/ledger/export" download>
          <Icon name="out" small />
          {t('ledger.export')}
        </a>
        <button type="button" className="btn sm" onClick={copy}>
          <Icon name="copy" small />
          {t(copied ? 'ledger.copied' : 'ledger.copy')}
        </button>
        <code className="mono cut" title={view.verifyCommand}>
          {view.verifyCommand}
        </code>
      </p>
    </div>
  );
}
