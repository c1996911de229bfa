import { type JSX, useState } from 'react';
import type { RequestView } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { Written } from '../parts/written.tsx';
import { useWords } from '../words.ts';
import { FieldTable, type Ticked } from './field-table.tsx';

type Choosable = NonNullable<RequestView['records']>[number];
/** Record id → its ticked fields: nothing is in it that nobody ticked. */
export type TickedRecords = Readonly<Record<string, Ticked>>;

interface RecordChoicesProps {
  readonly records: readonly Choosable[];
  readonly wanted: readonly string[];
  readonly ticked: TickedRecords;
  readonly onChange: (ticked: TickedRecords) => void;
}

/** Our records behind the opened key, each with its fields; with several, one is open at a time. */
export function RecordChoices({ records, wanted, ticked, onChange }: RecordChoicesProps): JSX.Element {
  const t = useWords();
  const [open, setOpen] = useState(records[0]?.entityId ?? '');
  const several = records.length > 1;
  return (
    <>
      {several && <p className="whole">{t('decision.several', { count: records.length })}</p>}
      {records.map((record) => (
        <section key={record.entityId} aria-label={record.label}>
          <RecordHead
            record={record}
            several={several}
            open={record.entityId === open}
            count={Object.keys(ticked[record.entityId] ?? {}).length}
            onOpen={() => setOpen(record.entityId === open ? '' : record.entityId)}
          />
          <Identity record={record} />
          {(!several || record.entityId === open) && (
            <FieldTable
              fields={record.fields}
              wanted={wanted}
              ticked={ticked[record.entityId] ?? {}}
              onChange={(next) => onChange({ ...ticked, [record.entityId]: next })}
            />
          )}
        </section>
      ))}
    </>
  );
}

/** Whether this can be the person they mean: a hint with its reasons; the officer decides. */
function Identity({ record: { identity } }: { readonly record: Choosable }): JSX.Element | null {
  const t = useWords();
  if (identity === undefined) return null;
  const { verdict, because } = identity;
  return (
    <p className="whole">
      <Icon name={verdict === 'differs' ? 'late' : verdict === 'fits' ? 'check' : 'info'} small />{' '}
      <span>
        <b className={verdict === 'differs' ? 'c-late' : undefined}>{t(`identity.${verdict}`)}</b> {because}
      </span>
    </p>
  );
}

interface RecordHeadProps {
  readonly record: Choosable;
  readonly several: boolean;
  readonly open: boolean;
  readonly count: number;
  readonly onOpen: () => void;
}

function RecordHead({ record, several, open, count, onOpen }: RecordHeadProps): JSX.Element {
  const t = useWords();
  const name = (
    <>
      <b className="cut">
        <Written text={record.label} />
      </b>
      <span className="tag line">
        {record.category === undefined ? t(`kind.${record.kind}`) : t(`category.${record.category}`)}
      </span>
    </>
  );
  if (!several)
    return (
      <div className="record-choice row">
        <span className="meta">{t('decision.record')}</span> {name}
      </div>
    );
  return (
    <h3>
      <button type="button" className="record-choice row" aria-expanded={open} onClick={onOpen}>
        <Icon name={open ? 'down' : 'right'} small />
        {name}
        <span className="grow" />
        <span className={count > 0 ? 'tag act' : 'meta'}>
          {count > 0 ? t('decision.chosen', { count }) : t('decision.stays')}
        </span>
      </button>
    </h3>
  );
}
