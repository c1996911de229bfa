import { type JSX, useState } from 'react';
import type { ConflictSideView, ConflictView, OtherKeysView, PartnersView } from '../../api/contract.ts';
import { useDesk } from '../desk-context.ts';
import { Area, Select } from '../parts/fields.tsx';
import { hashEnd } from '../parts/hash-end.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { may } from '../shell/rooms.ts';
import { countOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';
import { ReviewForm } from './review-form.tsx';
import { useChange } from './use-change.ts';

/** What partners signed twice: which of the two is believed people settle by talking. Nothing is shown where there never was any. */
export function Conflicts({ view }: { readonly view: PartnersView }): JSX.Element | null {
  const t = useWords();
  if (view.conflicts.length + view.otherKeys.length === 0) return null;
  return (
    <section className="panel" aria-label={t('conflicts.title')}>
      <header>
        <h2>{t('conflicts.title')}</h2>
      </header>
      <ul>
        {view.conflicts.map((conflict) => (
          <Conflict key={conflict.settlement?.id ?? conflict.partner} conflict={conflict} />
        ))}
        {view.otherKeys.map((keys) => (
          <OtherKeys key={`${keys.party} ${keys.number}`} keys={keys} />
        ))}
      </ul>
    </section>
  );
}

function Conflict({ conflict }: { readonly conflict: ConflictView }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const { partner, state, places, settlement } = conflict;
  const isOver = state === 'settled';
  return (
    <li className="alarm stack">
      <p className="row">
        <OwnerTag id={partner} />
        <b className={isOver ? 'row' : 'row c-late'}>
          {!isOver && <Icon name="late" small />}
          {t(`conflicts.state.${state}`)}
        </b>
        <span className="grow" />
        <span className="meta nw">{momentOf(t, settlement?.at ?? places[0]?.foundAt ?? '')}</span>
      </p>
      {places.map((place) => (
        <dl key={`${place.part} ${place.second.hash}`} className="stack">
          <dt>{t(`conflicts.part.${place.part}`)}</dt>
          <Side which="first" side={place.first} />
          <Side which="second" side={place.second} />
        </dl>
      ))}
      {settlement !== undefined && (
        <p>
          {t(`conflicts.${isOver ? 'believed' : 'proposed'}.${settlement.believed}`)}{' '}
          <span className="c-2">{t('grants.because', { reason: settlement.reason })}</span>
        </p>
      )}
      {state === 'proposed' && settlement !== undefined && may(officer, 'settle-conflict') && (
        <Confirm id={settlement.id} believed={settlement.believed} />
      )}
      {!isOver && may(officer, 'propose-settlement') && (
        <Propose partner={partner} isAgain={state === 'proposed'} />
      )}
    </li>
  );
}

/** Number, epoch, when it was made, and the end of its hash: what two people can read to each other. */
function Side({
  which,
  side,
}: {
  readonly which: 'first' | 'second';
  readonly side: ConflictSideView | null;
}): JSX.Element {
  const t = useWords();
  if (side === null) return <dd>{t('conflicts.side.none')}</dd>;
  return (
    <dd>
      {t(`conflicts.side.${which}`, { number: countOf(side.number), epoch: side.epoch })}{' '}
      <span className="mono nw">{hashEnd(side.hash)}</span>
      {side.issuedAt !== undefined && ` · ${t('conflicts.side.made', { at: momentOf(t, side.issuedAt) })}`}
      {!side.isSigned && ` · ${t('conflicts.side.unsigned')}`}
    </dd>
  );
}

function Propose({ partner, isAgain }: { readonly partner: string; readonly isAgain: boolean }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const [believed, setBelieved] = useState('');
  const [reason, setReason] = useState('');
  const propose = useChange('/api/settlements', { partner, believed, reason });
  if (!isOpen)
    return (
      <p>
        <button type="button" className="btn sm" onClick={() => setOpen(true)}>
          {t(isAgain ? 'conflicts.propose.again' : 'conflicts.propose.open')}
        </button>
      </p>
    );
  return (
    <div className="stack">
      <p className="meta">{t('conflicts.propose.note')}</p>
      <Select
        label={t('conflicts.believe')}
        value={believed}
        options={(['first', 'second'] as const).map((value) => ({
          value: value as string,
          word: t(`conflicts.believe.${value}`),
        }))}
        onChange={setBelieved}
      />
      <Area label={t('conflicts.reason')} rows={3} max={500} value={reason} onChange={setReason} />
      {propose.error !== null && <Failure error={propose.error} acting />}
      <p className="row">
        <button
          type="button"
          className="btn sm pri"
          disabled={believed === '' || reason.trim() === '' || propose.isPending}
          onClick={() => propose.mutate(undefined, { onSuccess: () => setOpen(false) })}
        >
          {t('conflicts.propose.send')}
        </button>
        <span className="meta">{t('conflicts.propose.second')}</span>
      </p>
    </div>
  );
}

function Confirm({
  id,
  believed,
}: {
  readonly id: string;
  readonly believed: 'first' | 'second';
}): JSX.Element {
  const t = useWords();
  const confirm = useChange(`/api/settlements/${id}/confirm`);
  return (
    <>
      <p className="meta">{t(`conflicts.confirm.note.${believed}`)}</p>
      {confirm.error !== null && <Failure error={confirm.error} acting />}
      <p>
        <button
          type="button"
          className="btn sm pri"
          disabled={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t('conflicts.confirm')}
        </button>
      </p>
    </>
  );
}

function OtherKeys({ keys }: { readonly keys: OtherKeysView }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  return (
    <li className="alarm stack">
      <p className="row">
        <OwnerTag id={keys.party} />
        <b className={keys.reviewed ? 'row' : 'row c-late'}>
          {!keys.reviewed && <Icon name="late" small />}
          {t(keys.reviewed ? 'conflicts.other.reviewed' : 'conflicts.other')}
        </b>
        <span className="grow" />
        <span className="meta nw">{momentOf(t, keys.foundAt)}</span>
      </p>
      <p>
        {t('conflicts.other.what', {
          number: keys.number,
          ours: hashEnd(keys.oursHash),
          theirs: hashEnd(keys.theirsHash),
          by: keys.toldBy.toUpperCase(),
        })}
      </p>
      {!keys.reviewed && may(officer, 'review-other-keys') && (
        <ReviewForm path={`/api/partners/${keys.party}/keys/${keys.number}/review`} max={500} />
      )}
    </li>
  );
}
