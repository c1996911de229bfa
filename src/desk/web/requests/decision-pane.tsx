import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { DecisionDraft, RequestView } from '../../api/contract.ts';
import { combineHandling, type HandlingCode, type RefusalGround } from '../../../model/index.ts';
import { call } from '../api-client.ts';
import { useKeys } from '../keyboard.ts';
import { Area, Segments } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { Handling } from '../parts/tags.tsx';
import { useWords } from '../words.ts';
import { FieldTable, type Ticked } from './field-table.tsx';
import { Grounds } from './grounds.tsx';
import { Written } from '../parts/written.tsx';

/** The owner decides, field by field, or refuses with a ground. Nothing is ticked beforehand. */
export function DecisionPane({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const records = request.records ?? [];
  const [mode, setMode] = useState<'disclose' | 'refuse'>(records.length === 0 ? 'refuse' : 'disclose');
  const [entityId, setEntityId] = useState(records[0]?.entityId ?? '');
  const [ticked, setTicked] = useState<Ticked>({});
  const [ground, setGround] = useState<RefusalGround | null>(null);
  const [reason, setReason] = useState('');
  const record = records.find((candidate) => candidate.entityId === entityId);
  const fields = Object.entries(ticked).map(([statementId, handling]) => ({ statementId, handling }));
  const draft = draftOf(mode, entityId, fields, ground, reason);
  const decide = useMutation({
    mutationFn: (body: DecisionDraft) => call('POST', `/api/requests/${request.id}/decision`, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api', 'requests'] }),
  });
  const submit = (): void => {
    if (draft !== null && !decide.isPending) decide.mutate(draft);
  };
  useKeys({ 'Ctrl+Enter': submit });
  const word =
    mode === 'disclose'
      ? t('decision.do.disclose', { count: fields.length })
      : ground === null
        ? t('decision.refuse')
        : t('decision.do.refuse', { ground: t(`ground.${ground}`).toLowerCase() });
  return (
    <section className="panel" aria-label={t('decision.title')}>
      <header>
        <h2>{t('decision.title')}</h2>
        <span className="grow" />
        <Segments
          label={t('decision.title')}
          value={mode}
          options={[
            { value: 'disclose', word: t('decision.disclose') },
            { value: 'refuse', word: t('decision.refuse') },
          ]}
          onChange={setMode}
        />
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('decision.title')}>
        {mode === 'disclose' && record === undefined && (
          <p className="state c-2">{t('decision.no-record')}</p>
        )}
        {mode === 'disclose' && record !== undefined && (
          <>
            <RecordChoice
              records={records}
              value={entityId}
              onChange={(id) => (setEntityId(id), setTicked({}))}
            />
            <FieldTable fields={record.fields} wanted={request.wanted} ticked={ticked} onChange={setTicked} />
            <Whole codes={fields.map(({ handling }) => handling)} />
          </>
        )}
        {mode === 'refuse' && <Grounds value={ground} onChange={setGround} />}
        <div className="pad">
          <Area label={t('decision.reason')} rows={2} value={reason} onChange={setReason} />
        </div>
        {decide.error !== null && <Failure error={decide.error} acting />}
      </div>
      <footer>
        <button
          type="button"
          className="btn pri"
          disabled={draft === null || decide.isPending}
          onClick={submit}
        >
          {decide.isPending ? t('decision.doing') : word}
          <kbd aria-hidden="true">Ctrl</kbd>
          <kbd aria-hidden="true">↵</kbd>
        </button>
        <span className="grow" />
        <span className="meta">{t('decision.first')}</span>
      </footer>
    </section>
  );
}

function draftOf(
  mode: 'disclose' | 'refuse',
  entityId: string,
  fields: readonly { readonly statementId: string; readonly handling: readonly HandlingCode[] }[],
  ground: RefusalGround | null,
  reason: string,
): DecisionDraft | null {
  if (reason.trim() === '') return null;
  if (mode === 'refuse') return ground === null ? null : { decision: 'refuse', ground, reason };
  return fields.length === 0 ? null : { decision: 'disclose', entityId, fields, reason };
}

function Whole({ codes }: { readonly codes: readonly (readonly HandlingCode[])[] }): JSX.Element {
  const t = useWords();
  return (
    <p className="whole">
      {codes.length === 0 ? (
        t('decision.pick')
      ) : (
        <>
          {t('decision.whole')} <Handling codes={combineHandling(...codes)} />
        </>
      )}
    </p>
  );
}

interface RecordChoiceProps {
  readonly records: NonNullable<RequestView['records']>;
  readonly value: string;
  readonly onChange: (entityId: string) => void;
}

function RecordChoice({ records, value, onChange }: RecordChoiceProps): JSX.Element {
  const t = useWords();
  return (
    <fieldset className="record-choice">
      <legend className="sr">{t('decision.record')}</legend>
      {records.map((record) => (
        <label key={record.entityId} className="tick">
          {records.length > 1 && (
            <input
              type="radio"
              name="record"
              checked={record.entityId === value}
              onChange={() => onChange(record.entityId)}
            />
          )}
          <span className="meta">{t('decision.record')}</span>
          <b>
            <Written text={record.label} />
          </b>
          <span className="tag line">
            {record.category === undefined ? t(`kind.${record.kind}`) : t(`category.${record.category}`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
