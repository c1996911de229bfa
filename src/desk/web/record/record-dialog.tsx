import { type JSX, useEffect, useRef } from 'react';
import type { RecordView } from '../../api/contract.ts';
import { useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { ShapeTile } from '../parts/shape.tsx';
import { View } from '../parts/states.tsx';
import { Handling, OwnerTag } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { useRecord } from '../queries.ts';
import { SaidCells } from '../requests/said-cells.tsx';
import { ageOf } from '../time.ts';
import { PersonRecords } from './person-records.tsx';
import { useWords } from '../words.ts';

/** One record of our own, over the page it was opened from: what it says, how it is known, and where that stands. */
export function RecordDialog({
  id,
  caseId,
  onClose,
}: {
  readonly id: string;
  readonly caseId: string;
  readonly onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const record = useRecord(id, caseId);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="record" onClose={onClose} aria-label={t('record.title')}>
      <div className="panel">
        <View of={record} rows={10}>
          {(view) => <Held view={view} />}
        </View>
        <footer>
          <button type="button" className="btn" onClick={onClose}>
            {t('keys.close')} <kbd aria-hidden="true">Esc</kbd>
          </button>
          <span className="grow" />
          <span className="meta">{t('record.consulted')}</span>
        </footer>
      </div>
    </dialog>
  );
}

function Held({ view }: { readonly view: RecordView }): JSX.Element {
  const t = useWords();
  const { agency } = useDesk();
  const placeOf = new Map(view.locators.map(({ statementId, sentence }) => [statementId, sentence]));
  return (
    <>
      <header className="own-0">
        <ShapeTile kind={view.kind} category={view.category} state="own" size={28} />
        <h2 className="cut">
          <Written text={view.label} />
        </h2>
        <OwnerTag id={agency.id} />
        <span className="tag line">{t(`kind.${view.kind}`)}</span>
        {view.category !== undefined && (
          <span className="meta cut">{t(`category.long.${view.category}`)}</span>
        )}
      </header>
      {view.person !== undefined && (
        <PersonRecords
          id={view.entityId}
          kind={view.kind === 'organisation' ? 'organisation' : 'person'}
          person={view.person}
        />
      )}
      <div className="scroll" tabIndex={0} role="group" aria-label={t('network.values')}>
        <table className="fields">
          <thead>
            <tr>
              <th>{t('decision.field')}</th>
              <th>{t('answer.value')}</th>
              <th className="lt">{t('network.eval')}</th>
              <th className="lt">{t('decision.stated')}</th>
              <th className="lt">{t('decision.handling')}</th>
              <th className="lt">{t('ask.recorded')}</th>
              <th className="lt">{t('record.place')}</th>
            </tr>
          </thead>
          <tbody>
            {view.fields.map((field) => (
              <tr key={field.statementId}>
                <SaidCells field={field} />
                <td className="lt">
                  <Handling codes={field.handling} />
                </td>
                <td className="lt meta">{ageOf(t, field.recordedOn)}</td>
                <td className="lt">
                  <Place sentence={placeOf.get(field.statementId)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Place({ sentence }: { readonly sentence: string | undefined }): JSX.Element | null {
  if (sentence === undefined) return null;
  return (
    <span className="place" title={sentence}>
      <Icon name="stack" small />
      <span className="cut meta">{sentence}</span>
    </span>
  );
}
