import { type JSX, useState } from 'react';
import type { GrantView, PartnersView } from '../../api/contract.ts';
import { useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { may } from '../shell/rooms.ts';
import { countOf, momentOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';
import { GrantForm } from './grant-form.tsx';
import { ReviewForm } from './review-form.tsx';
import { useChange } from './use-change.ts';

/** Break glass: what is granted beyond the budgets, to partners and by them; who proposes, who grants, who reviews. */
export function Grants({ view }: { readonly view: PartnersView }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="panel" aria-label={t('grants.title')}>
      <header>
        <h2>{t('grants.title')}</h2>
        <span className="grow" />
        {may(officer, 'propose-grant') && (
          <button type="button" className="btn sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('grants.propose')}
          </button>
        )}
      </header>
      {isOpen && <GrantForm view={view} onDone={() => setOpen(false)} />}
      {view.grants.length === 0 && !isOpen && <p className="state c-2">{t('grants.none')}</p>}
      <ul>
        {view.grants.map((grant) => (
          <Grant key={grant.id} grant={grant} />
        ))}
      </ul>
    </section>
  );
}

function Grant({ grant }: { readonly grant: GrantView }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const isLate = grant.state === 'overdue';
  return (
    <li className="alarm stack">
      <p className="row">
        <OwnerTag id={grant.partner} />
        <b className={isLate ? 'row c-late' : 'row'}>
          {isLate && <Icon name="late" small />}
          {t(`grants.state.${grant.state}`)}
        </b>
        <span className="grow" />
        <span className="meta nw">{momentOf(t, grant.proposedAt)}</span>
      </p>
      <p>{sentenceOf(t, grant)}</p>
      <p className="c-2">{t('grants.because', { reason: grant.reason })}</p>
      {grant.state === 'proposed' && may(officer, 'grant-budget') && <Confirm grant={grant} />}
      {(grant.state === 'to-review' || isLate) && may(officer, 'review-grant') && (
        <ReviewForm path={`/api/grants/${encodeURIComponent(grant.id)}/review`} />
      )}
    </li>
  );
}

/** Whose, how much, until when; never without the records that guessing could find with it. */
function sentenceOf(t: Words, grant: GrantView): string {
  const what = t(`grants.what.${grant.direction}`, {
    elements: countOf(grant.elements),
    class: t(`class.${grant.keyClass}`),
    until: momentOf(t, grant.until),
    used: countOf(grant.used ?? 0),
  });
  return `${what} ${expectedWords(t, grant.expectedRecords)}`;
}

export function expectedWords(t: Words, expected: number | null): string {
  return expected === null
    ? t('grants.expected.none')
    : t('grants.expected', { records: countOf(Number(expected.toFixed(2))) });
}

function Confirm({ grant }: { readonly grant: GrantView }): JSX.Element {
  const t = useWords();
  const confirm = useChange(`/api/grants/${grant.id}/grant`);
  return (
    <>
      {confirm.error !== null && <Failure error={confirm.error} acting />}
      <p>
        <button
          type="button"
          className="btn sm pri"
          disabled={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t('grants.grant')}
        </button>
      </p>
    </>
  );
}
