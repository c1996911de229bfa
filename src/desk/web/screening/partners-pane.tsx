import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { CurrentScreening, ScreeningPreview, ScreeningView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { BudgetTag, Full } from '../parts/budget-tag.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure, View } from '../parts/states.tsx';
import { Handling, OwnerTag } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { screeningKey } from '../queries.ts';
import { may } from '../shell/rooms.ts';
import { chanceOf, countOf } from '../time.ts';
import { useWords } from '../words.ts';

/** Partners: first the price, then the button; while and after they are asked, how far each is. */
export function PartnersPane({ view }: { readonly view: ScreeningView }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  if (view.sealed !== null) return <Asked view={view} />;
  if (view.state === 'looking') return <p className="state c-2">{t('list.partners.later')}</p>;
  if (view.state !== 'looked') return <p className="state c-2">{t('list.partners.gone')}</p>;
  if (!may(officer, 'ask-partners')) return <p className="state c-2">{t('list.partners.not-yours')}</p>;
  return <Price />;
}

function Price(): JSX.Element {
  // A price is worked out once for each look: it is an act that is written down.
  const price = useQuery({
    queryKey: ['api', 'screenings', 'price'],
    queryFn: () => call<ScreeningPreview>('POST', '/api/screenings/preview'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return <View of={price}>{(data) => <Offer price={data} />}</View>;
}

function Offer({ price }: { readonly price: ScreeningPreview }): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const [without, setWithout] = useState<readonly string[]>([]);
  const ready = price.partners.filter((partner) => partner.ready && partner.rowsInBudget > 0);
  const partners = ready.map(({ agencyId }) => agencyId).filter((id) => !without.includes(id));
  const ask = useMutation({
    mutationFn: () => call<CurrentScreening>('POST', '/api/screenings/ask', { body: { partners } }),
    onSuccess: (current) => {
      client.setQueryData(screeningKey(0), current);
      void client.invalidateQueries({ queryKey: ['api', 'questions'] });
    },
  });
  const open = partners.length > 0 && price.rows > 0 && !ask.isPending;
  const primary = (): void => {
    if (open) ask.mutate();
  };
  useKeys({ 'Ctrl+Enter': primary });
  const toggle = (id: string, on: boolean): void =>
    setWithout(on ? without.filter((other) => other !== id) : [...without, id]);
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('list.side.partners')}>
        <p className="pad">
          {t('list.price', { rows: countOf(price.rows), count: price.questions })}{' '}
          {price.withoutKeys > 0 && t('list.price.without', { count: price.withoutKeys })}
        </p>
        {price.halves !== undefined && (
          <p className="pad coverage">
            {t('list.price.halves', { count: price.halves.rows, keys: countOf(price.halves.keys) })}{' '}
            {t('list.price.strangers', { number: strangersOf(price.halves.strangers) })}
          </p>
        )}
        {price.partners.map((partner) => (
          <PartnerPrice
            key={partner.agencyId}
            partner={partner}
            rows={price.rows}
            on={partners.includes(partner.agencyId)}
            onToggle={(on) => toggle(partner.agencyId, on)}
          />
        ))}
        <Stopped price={price} />
        {ask.error !== null && <Failure error={ask.error} acting />}
      </div>
      <footer>
        <button type="button" className="btn pri" disabled={!open} onClick={primary}>
          {ask.isPending ? t('ask.sending') : t('ask.send', { count: partners.length })}
          <kbd aria-hidden="true">Ctrl</kbd>
          <kbd aria-hidden="true">↵</kbd>
        </button>
        <span className="meta">{t('ask.nothing-left')}</span>
      </footer>
    </>
  );
}

/** Never 0: what was reckoned is small, not nothing. */
function strangersOf(strangers: number): string {
  return strangers < 0.0001 ? '0.0001' : chanceOf(strangers);
}

interface PartnerPriceProps {
  readonly partner: ScreeningPreview['partners'][number];
  readonly rows: number;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
}

function PartnerPrice({ partner, rows, on, onToggle }: PartnerPriceProps): JSX.Element {
  const t = useWords();
  const badge = badgeOf(useDesk(), partner.agencyId);
  const { ready, rowsInBudget, classes } = partner;
  const open = ready && rowsInBudget > 0;
  return (
    <article className="list-match">
      <label className="tick">
        <input
          type="checkbox"
          checked={on}
          disabled={!open}
          aria-label={t('ask.include', { partner: badge.name })}
          onChange={(event) => onToggle(event.target.checked)}
        />
        <OwnerTag id={partner.agencyId} />
        <span className="cut grow">{badge.name}</span>
      </label>
      {ready ? (
        <p className={rowsInBudget < rows ? 'c-warn' : 'c-2'}>
          {t('list.price.budget', { fits: countOf(rowsInBudget), rows: countOf(rows) })}
        </p>
      ) : (
        <p className="c-2">
          <b>{t('ask.not-ready')}</b> · {partner.why}
        </p>
      )}
      <p className="row wrap">
        {classes.map((row) => (
          <BudgetTag key={row.keyClass} row={row} whole />
        ))}
      </p>
      {ready && <Full classes={classes} whole />}
    </article>
  );
}

function Stopped({ price }: { readonly price: ScreeningPreview }): JSX.Element | null {
  const t = useWords();
  if (price.stoppedCount === 0) return null;
  return (
    <div className="pad stack">
      <div className="note warn">
        <Icon name="hand" />
        <div>
          <b>{t('list.stopped', { count: price.stoppedCount })}</b>
          <ul>
            {price.stopped.map((stop) => (
              <li key={stop.lines.join()} className="row wrap">
                <span className="meta">{t('list.why.lines', { lines: stop.lines.join(', ') })}</span>
                <Written text={stop.label} /> <OwnerTag id={stop.owner} />
                <Handling codes={stop.handling} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

function Asked({ view }: { readonly view: ScreeningView }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const sealed = view.sealed;
  const over = view.state !== 'asking';
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('list.side.partners')}>
      {(sealed?.partners ?? []).map((partner) => (
        <article key={partner.agencyId} className="list-match">
          <p className="row">
            <OwnerTag id={partner.agencyId} />
            <b className="cut">{badgeOf(desk, partner.agencyId).name}</b>
          </p>
          <p>{t('list.partner.answered', { count: partner.answered, rows: countOf(partner.answered) })}</p>
          {partner.notAnswered > 0 && (
            <p className="c-warn">
              {t('list.partner.not-answered', {
                count: partner.notAnswered,
                rows: countOf(partner.notAnswered),
              })}
            </p>
          )}
          {over && partner.notAsked > 0 && (
            <p className="c-warn">
              {t('list.partner.not-asked', { count: partner.notAsked, rows: countOf(partner.notAsked) })}
            </p>
          )}
          {partner.why !== undefined && <p className="c-2">{partner.why}</p>}
        </article>
      ))}
      <p className="pad meta">{t('list.partner.note')}</p>
    </div>
  );
}
