import type { JSX } from 'react';
import type { PreviewView, RecordHit } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Handling, OwnerTag } from '../parts/tags.tsx';
import { RecordLink } from '../record/record-link.tsx';
import { follow } from '../router.ts';
import { ageOf } from '../time.ts';
import { useWords } from '../words.ts';
import { PreviewCost } from './preview-cost.tsx';
import { Written } from '../parts/written.tsx';

/** Own records and copies first, what stops here and why, then what would be asked of whom. */
export function Preview({ view }: { readonly view: PreviewView }): JSX.Element {
  return (
    <>
      <Stopped view={view} />
      <Found view={view} />
      <PreviewCost view={view} />
    </>
  );
}

function Stopped({ view }: { readonly view: PreviewView }): JSX.Element | null {
  const t = useWords();
  const desk = useDesk();
  if (view.stopped.length === 0) return null;
  return (
    <div className="pad stack">
      {view.stopped.map((stop) => (
        <div key={`${stop.about}${stop.owner}`} className="note warn">
          <Icon name="hand" />
          <div>
            <b>{t('ask.stopped')}</b> · <Written text={stop.about} /> <OwnerTag id={stop.owner} />{' '}
            <Handling codes={stop.handling} />
            <p>
              {stop.because} <b>{t('ask.stopped.permission', { owner: badgeOf(desk, stop.owner).name })}</b>
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}

function Found({ view }: { readonly view: PreviewView }): JSX.Element {
  const t = useWords();
  const own = view.own.length === 0 ? t('ask.own.none') : t('ask.own', { count: view.own.length });
  const copies = view.copies.length === 0 ? '' : ` · ${t('ask.copies', { count: view.copies.length })}`;
  return (
    <>
      <h3 className="sub">{own + copies}</h3>
      {view.own.length + view.copies.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t('ask.record')}</th>
              <th className="lt">{t('ask.owner')}</th>
              <th>{t('ask.why-fits')}</th>
              <th className="lt">{t('ask.recorded')}</th>
            </tr>
          </thead>
          <tbody>
            {[...view.own, ...view.copies].map((record) => (
              <FoundRow key={record.entityId} record={record} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function FoundRow({ record }: { readonly record: RecordHit }): JSX.Element {
  const t = useWords();
  const what = record.category === undefined ? t(`kind.${record.kind}`) : t(`category.${record.category}`);
  return (
    <tr>
      <td>
        <Opening record={record} /> <span className="meta">{what}</span>
        {record.records !== undefined && (
          <span className="meta block">{t('review.records', { count: record.records })}</span>
        )}
      </td>
      <td className="lt">
        <OwnerTag id={record.owner} />
        {record.received && <span className="meta"> {t('network.copy')}</span>}
      </td>
      <td>
        {record.because}
        {record.linked?.map((one) => (
          <span key={one.entityId} className="meta block">
            {t(`link.${one.link}`)}:{' '}
            <RecordLink id={one.entityId}>
              <Written text={one.label} />
            </RecordLink>
          </span>
        ))}
      </td>
      <td className="lt meta">{ageOf(t, record.recordedOn)}</td>
    </tr>
  );
}

/** Opens what was found: a record of our own over this page, a copy with the answer that it came in. */
function Opening({ record }: { readonly record: RecordHit }): JSX.Element {
  const label = (
    <b>
      <Written text={record.label} />
    </b>
  );
  if (!record.received) return <RecordLink id={record.entityId}>{label}</RecordLink>;
  if (record.requestId === undefined) return label;
  const path = `/requests/${record.requestId}`;
  return (
    <a href={path} onClick={(event) => follow(event, path)}>
      {label}
    </a>
  );
}
