import { type JSX, useState } from 'react';
import type { LedgerLine, LedgerView } from '../../api/contract.ts';
import { badgeOf, type Desk, useDesk } from '../desk-context.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { countOf, momentOf } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';

interface EntriesProps {
  readonly view: LedgerView;
  readonly before: number | null;
  readonly onBefore: (before: number | null) => void;
}

/** One row an entry, a hundred a page. Nobody's name stands in it. */
export function Entries({ view, before, onBefore }: EntriesProps): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const ids = view.entries.map(({ leafHash }) => leafHash);
  useKeys({ j: () => setChosen(neighbour(ids, chosen, 1)), k: () => setChosen(neighbour(ids, chosen, -1)) });
  const last = view.entries.at(-1)?.index ?? 0;
  return (
    <section className="panel" aria-label={t('ledger.entries')}>
      <header>
        <h2>{t('ledger.entries')}</h2>
        <span className="meta">{t('ledger.entries.order')}</span>
        <span className="grow" />
        {before !== null && (
          <button type="button" className="btn sm" onClick={() => onBefore(null)}>
            {t('ledger.newest')}
          </button>
        )}
        {last !== null && last > 0 && (
          <button type="button" className="btn sm" onClick={() => onBefore(last)}>
            {t('ledger.older')}
          </button>
        )}
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('ledger.entries')}>
        {view.entries.length === 0 ? (
          <p className="state c-2">{t('ledger.none')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th className="lt num">{t('ledger.index')}</th>
                <th className="lt">{t('ledger.time')}</th>
                <th className="lt">{t('ledger.act')}</th>
                <th className="lt">{t('ledger.kind')}</th>
                <th className="lt">{t('ledger.who')}</th>
                <th>{t('ledger.detail')}</th>
                <th className="lt">{t('ledger.hash')}</th>
              </tr>
            </thead>
            <tbody>
              {view.entries.map((line) => (
                <Entry
                  key={line.leafHash}
                  line={line}
                  on={line.leafHash === chosen}
                  onSelect={() => setChosen(line.leafHash)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function Entry({
  line,
  on,
  onSelect,
}: {
  readonly line: LedgerLine;
  readonly on: boolean;
  readonly onSelect: () => void;
}): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const role =
    line.role === 'partner' || line.role === 'system'
      ? t(`ledger.role.${line.role}`)
      : codeWord(t, 'role', line.role);
  const detail = detailOf(t, desk, line);
  return (
    <tr aria-selected={on} onClick={onSelect}>
      <td className="lt num mono">{line.index === null ? t('ledger.unsequenced') : countOf(line.index)}</td>
      <td className="lt">{momentOf(t, line.time)}</td>
      <td className="lt">{codeWord(t, 'act', line.act)}</td>
      <td className="lt c-2">{t(`ledger.kind.${line.kind}`)}</td>
      <td className="lt">
        {line.role === 'partner' ? (
          <OwnerTag id={line.who} />
        ) : (
          line.role !== 'system' && <span className="mono">{line.who.slice(0, 6)}</span>
        )}{' '}
        <span className="meta">{role}</span>
      </td>
      <td className="cut detail" title={detail}>
        {detail}
      </td>
      <td className="lt mono meta" title={line.leafHash}>
        {line.leafHash.slice(0, 8)}
      </td>
    </tr>
  );
}

/** "person.birth-date" reads "Birth date". */
function fieldWord(t: Words, field: string): string {
  return codeWord(t, 'property', field.slice(field.indexOf('.') + 1));
}

function detailOf(t: Words, desk: Desk, line: LedgerLine): string {
  const counts = Object.entries(line.counts ?? {}).map(
    ([kind, count]) => `${count} ${codeWord(t, 'class', kind)}`,
  );
  const parts = [
    line.purpose === undefined ? '' : codeWord(t, 'purpose', line.purpose),
    line.partners === undefined
      ? ''
      : t('ledger.partners', { list: line.partners.map((id) => badgeOf(desk, id).letters).join(' ') }),
    counts.join(', '),
    line.result === undefined ? '' : codeWord(t, 'result', line.result),
    line.times === undefined ? '' : t('ledger.times', { count: line.times }),
    [...new Set((line.fields ?? []).map((field) => fieldWord(t, field)))].join(', '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
