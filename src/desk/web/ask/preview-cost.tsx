import type { JSX } from 'react';
import type { PreviewView } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { countOf } from '../time.ts';
import { codeWord, useWords } from '../words.ts';
import { BudgetTag, Full } from '../parts/budget-tag.tsx';
import { changeDraft, useDraft } from './draft.ts';
import { Written } from '../parts/written.tsx';

/** Which keys would go, to whom, padded to how many, and what that takes from the partner's budget for us. */
export function PreviewCost({ view }: { readonly view: PreviewView }): JSX.Element {
  const t = useWords();
  const keys = view.keys.reduce((sum, key) => sum + key.count, 0);
  const halves = view.keys.reduce((sum, key) => sum + (key.half === true ? key.count : 0), 0);
  return (
    <>
      <h3 className="sub">{t('ask.would.whom')}</h3>
      {keys === 0 ? <p className="state c-2">{t('ask.nothing.why')}</p> : <Partners view={view} />}
      <h3 className="sub">
        {t('ask.would')}
        <span>{t('ask.would.keys', { count: keys })}</span>
      </h3>
      {halves > 0 && <p className="coverage">{t('ask.halves', { count: halves })}</p>}
      <table>
        <tbody>
          {view.keys.map((key) => (
            <tr key={`${key.rule}${key.about}${key.half === true}`}>
              <td className="lt">
                <span className="tag key">{key.rule}</span>{' '}
                {key.half === true && <span className="tag line">{t('ask.half')}</span>}
              </td>
              <td>
                <Written text={key.about} />
              </td>
              <td className="lt num">{countOf(key.count)}</td>
            </tr>
          ))}
          {view.withheld.map((key) => (
            <tr key={`not${key.rule}${key.about}`}>
              <td className="lt">
                <span className="tag key">{key.rule}</span>
              </td>
              <td className="c-2">
                <b>{t('ask.withheld')}</b> · {key.about} · {key.because}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Partners({ view }: { readonly view: PreviewView }): JSX.Element {
  const t = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th>{t('ask.partner')}</th>
          <th className="num lt">{t('ask.keys')}</th>
          <th className="num lt">{t('ask.padded')}</th>
          <th>{t('ask.budget')}</th>
        </tr>
      </thead>
      <tbody>
        {view.partners.map((partner) => (
          <PartnerRow key={partner.agencyId} partner={partner} />
        ))}
      </tbody>
    </table>
  );
}

type Partner = PreviewView['partners'][number];

function PartnerRow({ partner }: { readonly partner: Partner }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const { notAsked } = useDraft();
  const { agencyId, ready, why, classes, unpublished = [] } = partner;
  const badge = badgeOf(desk, agencyId);
  const change = (ask: boolean): void =>
    changeDraft({ notAsked: ask ? notAsked.filter((id) => id !== agencyId) : [...notAsked, agencyId] });
  const sum = (of: 'keys' | 'padded'): string => countOf(classes.reduce((total, row) => total + row[of], 0));
  return (
    <tr>
      <td>
        <label className="tick">
          <input
            type="checkbox"
            checked={ready && !notAsked.includes(agencyId)}
            disabled={!ready}
            aria-label={t('ask.include', { partner: badge.name })}
            onChange={(event) => change(event.target.checked)}
          />
          <OwnerTag id={agencyId} />
          <span className="cut">{badge.name}</span>
        </label>
      </td>
      {ready ? (
        <>
          <td className="num lt">{sum('keys')}</td>
          <td className="num lt">{sum('padded')}</td>
          <td className="wraps">
            <span className="row wrap">
              {classes.map((row) => (
                <BudgetTag key={row.keyClass} row={row} />
              ))}
              {unpublished.length > 0 && (
                <span className="tag warn">
                  {t('ask.unpublished', {
                    rules: unpublished.map((rule) => codeWord(t, 'rule', rule)).join(', '),
                  })}
                </span>
              )}
            </span>
            <Full classes={classes} />
          </td>
        </>
      ) : (
        <td colSpan={3} className="c-2">
          <b>{t('ask.not-ready')}</b> · {why}
        </td>
      )}
    </tr>
  );
}
