import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { DecisionDraft, DisclosureDraft, RequestView } from '../../api/contract.ts';
import { combineHandling, type HandlingCode, type RefusalGround } from '../../../model/index.ts';
import { call } from '../api-client.ts';
import { useKeys } from '../keyboard.ts';
import { Area, Segments } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { Handling } from '../parts/tags.tsx';
import { useWords } from '../words.ts';
import { DisclosurePreview, RefusalPreview } from './disclosure-preview.tsx';
import { Grounds } from './grounds.tsx';
import { RecordChoices, type TickedRecords } from './record-choices.tsx';

type Mode = 'disclose' | 'refuse';

/** The owner decides, record by record and field by field, or refuses with a ground. Nothing is ticked beforehand. */
export function DecisionPane({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  const records = request.records ?? [];
  const [mode, setMode] = useState<Mode>(records.length === 0 ? 'refuse' : 'disclose');
  const [ticked, setTicked] = useState<TickedRecords>({});
  const [ground, setGround] = useState<RefusalGround | null>(null);
  const [reason, setReason] = useState('');
  const [previewing, setPreviewing] = useState(false);
  const chosen = disclosureOf(records, ticked);
  const decide = useDecision(request.id);
  const draft = draftOf(mode, chosen, ground, reason);
  const submit = (): void => {
    if (draft !== null && !decide.isPending) decide.mutate(draft);
  };
  const shows = mode === 'disclose' ? chosen !== null : ground !== null;
  const preview = (): void => setPreviewing(shows && !previewing);
  useKeys({ 'Ctrl+Enter': submit, p: shows || previewing ? preview : undefined });
  const count = countFields(ticked);
  const word =
    mode === 'disclose'
      ? t('decision.do.disclose', { count })
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
          onChange={(next) => {
            setMode(next);
            setPreviewing(false);
          }}
        />
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('decision.title')}>
        {previewing && shows ? (
          <AsTheySee request={request} mode={mode} chosen={chosen} ground={ground} />
        ) : mode === 'refuse' ? (
          <Grounds value={ground} onChange={setGround} />
        ) : records.length === 0 ? (
          <p className="state c-2">{t('decision.no-record')}</p>
        ) : (
          <>
            <RecordChoices records={records} wanted={request.wanted} ticked={ticked} onChange={setTicked} />
            <Whole ticked={ticked} />
          </>
        )}
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
        <button
          type="button"
          className="btn"
          disabled={!shows}
          aria-pressed={previewing && shows}
          onClick={preview}
        >
          {t(previewing && shows ? 'preview.back' : 'preview.show')} <kbd aria-hidden="true">P</kbd>
        </button>
        <span className="grow" />
        <span className="meta">{t('decision.first')}</span>
      </footer>
    </section>
  );
}

function useDecision(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DecisionDraft) => call('POST', `/api/requests/${requestId}/decision`, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api', 'requests'] }),
  });
}

interface AsTheySeeProps {
  readonly request: RequestView;
  readonly mode: Mode;
  readonly chosen: DisclosureDraft | null;
  readonly ground: RefusalGround | null;
}

function AsTheySee({ request, mode, chosen, ground }: AsTheySeeProps): JSX.Element | null {
  if (mode === 'refuse')
    return ground === null ? null : <RefusalPreview ground={ground} partner={request.partner} />;
  return chosen === null ? null : (
    <DisclosurePreview requestId={request.id} partner={request.partner} draft={chosen} />
  );
}

/** The records with a tick, in the order they stand; null while there is none. */
function disclosureOf(
  records: NonNullable<RequestView['records']>,
  ticked: TickedRecords,
): DisclosureDraft | null {
  const chosen = records.flatMap(({ entityId }) => {
    const fields = Object.entries(ticked[entityId] ?? {}).map(([statementId, handling]) => ({
      statementId,
      handling,
    }));
    return fields.length === 0 ? [] : [{ entityId, fields }];
  });
  const [first, ...also] = chosen;
  if (first === undefined) return null;
  return also.length === 0 ? first : { ...first, also };
}

/** A value that two records share goes once. */
function countFields(ticked: TickedRecords): number {
  return new Set(Object.values(ticked).flatMap((fields) => Object.keys(fields))).size;
}

function draftOf(
  mode: Mode,
  chosen: DisclosureDraft | null,
  ground: RefusalGround | null,
  reason: string,
): DecisionDraft | null {
  if (reason.trim() === '') return null;
  if (mode === 'refuse') return ground === null ? null : { decision: 'refuse', ground, reason };
  return chosen === null ? null : { decision: 'disclose', ...chosen, reason };
}

function Whole({ ticked }: { readonly ticked: TickedRecords }): JSX.Element {
  const t = useWords();
  const codes: readonly (readonly HandlingCode[])[] = Object.values(ticked).flatMap((fields) =>
    Object.values(fields),
  );
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
