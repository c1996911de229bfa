import type { JSX } from 'react';
import type { ScreenedMatch, ScreenedRow, ScreenedSealed } from '../../api/contract.ts';
import { halvesWords } from '../ask/agreed.ts';
import { chanceSentence } from '../ask/chance.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { RecordLink } from '../record/record-link.tsx';
import { follow } from '../router.ts';
import { ageOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';
import { BandTag } from './hit-table.tsx';

/** A row is known by the first line it stands on. */
export function rowId({ lines }: ScreenedRow): string {
  return String(lines[0] ?? 0);
}

/** Each record that fits the chosen row with what was compared, then the sealed hits. */
export function WhyPane({ row }: { readonly row: ScreenedRow | null }): JSX.Element {
  const t = useWords();
  if (row === null) return <p className="state c-2">{t('list.why.none')}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('list.side.why')}>
      <h3 className="sub">
        <Written text={row.label} />
        <span>{t('list.why.lines', { lines: row.lines.join(', ') })}</span>
      </h3>
      {row.here.map((match) => (
        <Match key={match.entityId} match={match} />
      ))}
      {row.more > 0 && <p className="pad meta">{t('list.why.more', { count: row.more })}</p>}
      {row.sealed.map((hit) => (
        <Sealed key={hit.hitId} hit={hit} />
      ))}
    </div>
  );
}

function Match({ match }: { readonly match: ScreenedMatch }): JSX.Element {
  const t = useWords();
  const what = match.category === undefined ? t(`kind.${match.kind}`) : t(`category.${match.category}`);
  return (
    <article className="list-match">
      <p className="row wrap">
        <OwnerTag id={match.owner} />
        <b>
          <Opening match={match} />
        </b>
        <span className="meta">{`${what} · ${ageOf(t, match.recordedOn)}`}</span>
      </p>
      <p className="row wrap">
        <BandTag band={match.band} />
        <span className="meta">{saidOf(t, match)}</span>
      </p>
      <table>
        <tbody>
          {match.reasons.map(({ attribute, because, weight, level }) => (
            <tr key={`${attribute}${because}`} className={level === 'not-given' ? 'c-2' : undefined}>
              <td className="lt">{attribute}</td>
              <td>{because}</td>
              <td className="lt num">{level === 'not-given' ? '' : signed(weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function saidOf(t: Words, { probability, evidence, received }: ScreenedMatch): string {
  const copy = received ? [t('list.copy')] : [];
  const weighed =
    probability === null
      ? []
      : [
          t('list.probability', { percent: percentOf(probability) }),
          t('list.evidence', { bits: Math.round(evidence) }),
        ];
  return [...copy, ...weighed].join(' · ');
}

/** Never 0 % and never 100 %: nothing that was weighed is certain. */
function percentOf(probability: number): string {
  const percent = probability * 100;
  if (percent > 99) return '> 99';
  return percent < 1 ? '< 1' : String(Math.round(percent));
}

function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;
}

function Opening({ match }: { readonly match: ScreenedMatch }): JSX.Element {
  const label = <Written text={match.label} />;
  if (!match.received) return <RecordLink id={match.entityId}>{label}</RecordLink>;
  if (match.requestId === undefined) return label;
  const path = `/requests/${match.requestId}`;
  return (
    <a href={path} onClick={(event) => follow(event, path)}>
      {label}
    </a>
  );
}

function Sealed({ hit }: { readonly hit: ScreenedSealed }): JSX.Element {
  const t = useWords();
  const path = `/ask/${hit.questionId}`;
  return (
    <article className="list-match">
      <p className="row wrap">
        <OwnerTag id={hit.owner} />
        <b>{t('list.sealed-hit')}</b>
        <a href={path} onClick={(event) => follow(event, path)}>
          {t('list.open-hit')}
        </a>
      </p>
      <p>{hit.because}</p>
      <p className="row wrap">
        {hit.rules.map((rule) => (
          <span key={rule} className="tag key">
            {rule}
          </span>
        ))}
        <span className="meta">{`${halvesWords(t, hit)}${chanceSentence(t, hit.chance)}`}</span>
      </p>
    </article>
  );
}
