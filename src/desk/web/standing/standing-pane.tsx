import { type JSX, useState } from 'react';
import type { StandingItem, StandingPartner } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { WrittenList } from '../parts/written.tsx';
import { follow } from '../router.ts';
import { may } from '../shell/rooms.ts';
import { dateOf, momentOf } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';
import { RenewForm, StopForm } from './change-forms.tsx';

interface StandingPaneProps {
  readonly item: StandingItem;
  readonly onSaid: (words: string) => void;
}

/** One standing question: why and until when, each partner's state, and the two things that can be done with it. */
export function StandingPane({ item, onSaid }: StandingPaneProps): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const [mode, setMode] = useState<'renew' | 'stop' | null>(null);
  const stands = item.ended === undefined;
  const renews = stands && may(officer, 'renew-standing');
  const stops = stands && may(officer, 'end-standing');
  useKeys({
    r: renews ? () => setMode('renew') : undefined,
    x: stops ? () => setMode('stop') : undefined,
    Escape: () => setMode(null),
  });
  const done = (words: string): void => {
    setMode(null);
    onSaid(words);
  };
  return (
    <section className="panel" aria-label={t('standing.one')}>
      <header>
        <h2 className="cut grow">
          <WrittenList text={item.about.join(' · ')} />
        </h2>
        <QuestionLink id={item.questionId} />
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('standing.one')}>
        {mode === 'renew' && <RenewForm item={item} onDone={done} />}
        {mode === 'stop' && <StopForm item={item} onDone={done} />}
        <Grounds item={item} />
        <h3 className="sub">{t('standing.partners')}</h3>
        <PartnerTable partners={item.partners} />
      </div>
      {(renews || stops) && (
        <footer>
          {renews && (
            <button
              type="button"
              className="btn"
              aria-pressed={mode === 'renew'}
              onClick={() => setMode('renew')}
            >
              {t('standing.renew')} <kbd aria-hidden="true">R</kbd>
            </button>
          )}
          {stops && (
            <button
              type="button"
              className="btn"
              aria-pressed={mode === 'stop'}
              onClick={() => setMode('stop')}
            >
              {t('standing.stop')} <kbd aria-hidden="true">X</kbd>
            </button>
          )}
          <span className="meta">{t('standing.promise')}</span>
        </footer>
      )}
    </section>
  );
}

function QuestionLink({ id }: { readonly id: string }): JSX.Element {
  const t = useWords();
  const path = `/ask/${id}`;
  return (
    <a className="btn sm" href={path} onClick={(event) => follow(event, path)}>
      {t('standing.question')}
    </a>
  );
}

function Grounds({ item }: { readonly item: StandingItem }): JSX.Element {
  const t = useWords();
  const until =
    item.ended === undefined
      ? dateOf(item.until)
      : t('standing.ended', {
          date: dateOf(item.ended.at),
          why: codeWord(t, 'standing-end', item.ended.code),
        });
  const lines: readonly (readonly [string, string])[] = [
    [t('ask.case'), `${item.case.reference} ${item.case.title}`],
    [t('ask.purpose'), t(`purpose.${item.purpose}`)],
    [t('ask.basis'), t(`basis.${item.legalBasis}`)],
    [t('standing.asked-by'), `${item.askedBy}, ${momentOf(t, item.declaredAt)}`],
    [t('standing.confirmed'), momentOf(t, item.confirmedAt)],
    [t('standing.stands-until'), until],
  ];
  return (
    <dl className="kv pad">
      {lines.map(([name, value]) => (
        <div key={name} className="pairs">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function PartnerTable({ partners }: { readonly partners: readonly StandingPartner[] }): JSX.Element {
  const t = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th className="lt">{t('ask.owner')}</th>
          <th>{t('standing.state')}</th>
          <th>{t('standing.looked-up')}</th>
          <th className="lt">{t('standing.renewals')}</th>
        </tr>
      </thead>
      <tbody>
        {partners.map((partner) => (
          <PartnerRow key={partner.agencyId} partner={partner} />
        ))}
      </tbody>
    </table>
  );
}

function PartnerRow({ partner }: { readonly partner: StandingPartner }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const { manifest, checkedAt, keys, pairs } = partner;
  return (
    <tr>
      <td className="lt">
        <OwnerTag id={partner.agencyId} /> {badgeOf(desk, partner.agencyId).name}
      </td>
      <td>
        <span
          className={
            partner.state === 'watched' ? 'tag ok' : partner.state === 'ended' ? 'tag line' : 'tag warn'
          }
        >
          {stateWords(t, partner)}
        </span>
        {partner.why !== undefined && <span className="meta block">{partner.why}</span>}
        {partner.state === 'watched' && pairs > 0 && (
          <span className="meta block">{t('standing.pairs', { count: pairs })}</span>
        )}
        {partner.state === 'watched' && keys.watched < keys.asked && (
          <span className="meta block">{t('standing.keys', keys)}</span>
        )}
      </td>
      <td>
        {manifest === undefined
          ? t('standing.never')
          : t('standing.as-of', { number: manifest.number, time: momentOf(t, manifest.issuedAt) })}
        {partner.state === 'watched' && checkedAt !== undefined && (
          <span className="meta block">{t('standing.checked', { time: momentOf(t, checkedAt) })}</span>
        )}
      </td>
      <td className="lt">{partner.renewals}</td>
    </tr>
  );
}

/** "Not watched" always says since when: what came after was looked up nowhere. */
function stateWords(t: Words, { state, notSince }: StandingPartner): string {
  if (state !== 'not-watched') return t(`standing.state.${state}`);
  return notSince === undefined
    ? t('standing.state.never')
    : t('standing.state.not-since', { time: momentOf(t, notSince) });
}
