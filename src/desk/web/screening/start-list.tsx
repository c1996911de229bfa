import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useRef, useState } from 'react';
import type { CurrentScreening, ScreeningDraft } from '../../api/contract.ts';
import { Because } from '../ask/because.tsx';
import { missingOf, useDraft } from '../ask/draft.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { screeningKey } from '../queries.ts';
import { follow } from '../router.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';
import { changeListText, lineCount, useListText } from './list-text.ts';

/** The box for the list, why it is screened, and what happens to it. */
export function StartList(): JSX.Element {
  const t = useWords();
  const box = useRef<HTMLTextAreaElement>(null);
  const starting = useStarting();
  useKeys({ '/': () => box.current?.focus(), 'Ctrl+Enter': starting.primary });
  useEffect(() => box.current?.focus(), []);
  return (
    <main className="list-start">
      <h1 className="sr">{t('list.title')}</h1>
      <section className="panel" aria-label={t('list.title')}>
        <header>
          <h2>{t('list.title')}</h2>
          <span className="meta">{t('list.lines', { count: starting.lines })}</span>
          <span className="grow" />
          <a className="btn sm" href="/ask" onClick={(event) => follow(event, '/ask')}>
            {t('list.back')}
          </a>
        </header>
        <ListBox box={box} text={starting.text} />
        <Because missing={starting.missing} />
        {starting.error !== null && <Failure error={starting.error} retry={starting.primary} />}
        <footer>
          <button type="button" className="btn pri" disabled={!starting.ready} onClick={starting.primary}>
            {starting.busy ? t('list.starting') : t('list.start')}
            <kbd aria-hidden="true">Ctrl</kbd>
            <kbd aria-hidden="true">↵</kbd>
          </button>
          <FileChoice />
        </footer>
      </section>
      <Promises />
    </main>
  );
}

interface Starting {
  readonly text: string;
  readonly lines: number;
  readonly missing: readonly string[];
  readonly ready: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly primary: () => void;
}

function useStarting(): Starting {
  const t = useWords();
  const text = useListText();
  const draft = useDraft();
  const { currentCase } = useDesk();
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: (body: ScreeningDraft) => call<CurrentScreening>('POST', '/api/screenings', { body }),
    onSuccess: (current) => {
      // What was sent is not needed here any more.
      changeListText('');
      start.reset();
      client.setQueryData(screeningKey(0), current);
    },
    gcTime: 0,
  });
  const lines = lineCount(text);
  const lacks = missingOf({ ...draft, text: lines === 0 ? '' : 'list' }, currentCase?.id ?? null);
  const missing = lacks.map((what) =>
    what === 'text'
      ? t('list.missing')
      : what === 'why'
        ? t('ask.missing.why')
        : t(`ask.${what}`).toLowerCase(),
  );
  const ready = missing.length === 0 && !start.isPending;
  const { purpose, offence, legalBasis, urgency, justification } = draft;
  const primary = (): void => {
    if (!ready || currentCase === null || purpose === '' || offence === '' || legalBasis === '') return;
    start.mutate({ text, caseId: currentCase.id, purpose, offence, legalBasis, urgency, justification });
  };
  return { text, lines, missing, ready, busy: start.isPending, error: start.error, primary };
}

const EXAMPLE =
  'Idris Velhane; 3/11/1991; +44 7700 900 147\nname;born;nationality;passport\n{"id":"1","schema":"Person","properties":{"name":["…"]}}';

function ListBox({
  box,
  text,
}: {
  readonly box: React.RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
}): JSX.Element {
  const t = useWords();
  return (
    <textarea
      ref={box}
      className="list-box mono"
      aria-label={t('list.box')}
      placeholder={EXAMPLE}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => changeListText(event.target.value)}
    />
  );
}

/** Nothing longer than the server would take is read into the page. */
const FILE_BYTES_MAX = 2 * 1024 * 1024;

function FileChoice(): JSX.Element {
  const t = useWords();
  const [refused, setRefused] = useState(false);
  const choose = (file: File | undefined): void => {
    if (file === undefined) return;
    setRefused(file.size > FILE_BYTES_MAX);
    if (file.size <= FILE_BYTES_MAX) void file.text().then(changeListText);
  };
  return (
    <>
      <label className="label list-file">
        {t('list.file')}
        <input
          type="file"
          accept=".csv,.txt,.tsv,.json,.ndjson,.jsonl"
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </label>
      {refused && (
        <span className="c-late" role="alert">
          {t('list.file.too-large')}
        </span>
      )}
    </>
  );
}

/** What becomes of the list, before it is given away. */
function Promises(): JSX.Element {
  const t = useWords();
  const max = { lines: countOf(10_000), size: '2 MiB' };
  return (
    <section className="panel" aria-label={t('list.promise')}>
      <header>
        <h2>{t('list.promise')}</h2>
      </header>
      <div className="scroll pad stack" tabIndex={0} role="group" aria-label={t('list.promise')}>
        <p>{t('list.promise.here')}</p>
        <p>{t('list.promise.sealed')}</p>
        <p className="note act">
          <Icon name="lock" />
          {t('list.promise.memory')}
        </p>
        <p className="note">
          <Icon name="info" />
          {t('list.promise.ledger')}
        </p>
        <p className="meta">{t('list.promise.forms', max)}</p>
      </div>
    </section>
  );
}
