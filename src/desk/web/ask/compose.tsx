import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useRef, useState } from 'react';
import type { PreviewView, QuestionDraft } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { go } from '../router.ts';
import { changeListText } from '../screening/list-text.ts';
import { may } from '../shell/rooms.ts';
import { useWords, type Words } from '../words.ts';
import { Because } from './because.tsx';
import { Chips } from './chips.tsx';
import {
  changeDraft,
  forgetDraft,
  type Missing,
  missingOf,
  readDraft,
  toQuestion,
  useDraft,
} from './draft.ts';
import { Earlier } from './earlier.tsx';
import { Preview } from './preview.tsx';

/** One box, what was understood, why it is asked; then own records, the price, and only then the button that asks. */
export function Compose(): JSX.Element {
  const t = useWords();
  const box = useRef<HTMLTextAreaElement>(null);
  const asking = useAsking();
  const { officer } = useDesk();
  const screens = may(officer, 'screen-list');
  useKeys({
    '/': () => box.current?.focus(),
    'Ctrl+Enter': asking.primary,
    l: screens ? takeToList : undefined,
  });
  useEffect(() => {
    box.current?.focus();
  }, []);
  return (
    <main className="ask-grid">
      <h1 className="sr">{t('ask.title')}</h1>
      <section className="panel ask-top" aria-label={t('ask.title')}>
        <AskBox box={box} asking={asking} screens={screens} />
        <Chips />
        <Because missing={asking.missing.map((what) => missingWord(t, what))} />
      </section>
      <section className="panel" aria-label={t('ask.preview')}>
        <PreviewPane asking={asking} />
      </section>
      <Earlier />
    </main>
  );
}

interface Asking {
  readonly missing: readonly Missing[];
  readonly shown: PreviewView | null;
  readonly changed: boolean;
  readonly partners: readonly string[];
  readonly busy: 'look' | 'ask' | null;
  readonly error: { readonly of: 'look' | 'ask'; readonly value: unknown } | null;
  readonly primary: () => void;
}

/** The two steps of a question, look and ask; the second is open only for what the first has shown. */
function useAsking(): Asking {
  const draft = useDraft();
  const { currentCase } = useDesk();
  const client = useQueryClient();
  const question = toQuestion(draft, currentCase?.id ?? null);
  const fingerprint = JSON.stringify(question);
  const [previewed, setPreviewed] = useState<{ of: string; view: PreviewView } | null>(null);
  const look = useMutation({
    mutationFn: (body: QuestionDraft) => call<PreviewView>('POST', '/api/questions/preview', { body }),
    onSuccess: (view, body) => setPreviewed({ of: JSON.stringify(body), view }),
  });
  const ask = useMutation({
    mutationFn: (body: QuestionDraft) => call<{ questionId: string }>('POST', '/api/questions', { body }),
    onSuccess: ({ questionId }) => {
      forgetDraft();
      void client.invalidateQueries({ queryKey: ['api', 'questions'] });
      void client.invalidateQueries({ queryKey: ['api', 'standing'] });
      go(`/ask/${questionId}`);
    },
  });
  const current = previewed !== null && previewed.of === fingerprint;
  // A partner for whom no key is left is not asked: nothing may leave for it.
  const ready = (previewed?.view.partners ?? [])
    .filter((partner) => partner.ready && partner.classes.length > 0)
    .map((partner) => partner.agencyId);
  const partners = ready.filter((id) => !draft.notAsked.includes(id));
  const standing = draft.standsUntil === '' ? {} : { standsUntil: draft.standsUntil };
  const busy = look.isPending ? 'look' : ask.isPending ? 'ask' : null;
  const primary = (): void => {
    if (question === null || busy !== null) return;
    if (!current) look.mutate(question);
    else if (partners.length > 0) ask.mutate({ ...question, partners, ...standing });
  };
  const error =
    ask.error !== null
      ? { of: 'ask' as const, value: ask.error }
      : look.error !== null
        ? { of: 'look' as const, value: look.error }
        : null;
  return {
    missing: missingOf(draft, currentCase?.id ?? null),
    shown: previewed?.view ?? null,
    changed: previewed !== null && !current,
    partners,
    busy,
    error,
    primary,
  };
}

function missingWord(t: Words, what: Missing): string {
  return what === 'text' || what === 'why' ? t(`ask.missing.${what}`) : t(`ask.${what}`).toLowerCase();
}

interface BoxProps {
  readonly box: React.RefObject<HTMLTextAreaElement | null>;
  readonly asking: Asking;
  readonly screens: boolean;
}

/** What was typed goes with the officer to where lists are screened. */
function takeToList(): void {
  const { text } = readDraft();
  if (text.includes('\n')) {
    changeListText(text);
    changeDraft({ text: '', without: [] });
  }
  go('/ask/list');
}

function AskBox({ box, asking, screens }: BoxProps): JSX.Element {
  const t = useWords();
  const { text } = useDraft();
  const lines = Math.min(4, text.split('\n').length);
  return (
    <div className="ask-box">
      <div className="in">
        <Icon name="search" />
        <textarea
          ref={box}
          rows={lines}
          aria-label={t('ask.box')}
          placeholder={t('ask.box')}
          maxLength={20_000}
          spellCheck={false}
          value={text}
          onChange={(event) => changeDraft({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey) return;
            event.preventDefault();
            asking.primary();
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <PrimaryButton asking={asking} />
      {screens && (
        <button type="button" className="btn" onClick={takeToList}>
          {t('list.open')} <kbd aria-hidden="true">L</kbd>
        </button>
      )}
    </div>
  );
}

function PrimaryButton({ asking }: { readonly asking: Asking }): JSX.Element {
  const t = useWords();
  const asks = asking.shown !== null && !asking.changed;
  const none = asking.partners.length === 0;
  const word = asks
    ? none
      ? t('ask.nothing')
      : t('ask.send', { count: asking.partners.length })
    : t('ask.look');
  const busy = asking.busy === 'ask' ? t('ask.sending') : t('ask.looking');
  const disabled = asking.busy !== null || asking.missing.length > 0 || (asks && none);
  return (
    <button type="button" className="btn pri" disabled={disabled} onClick={asking.primary}>
      {asking.busy === null ? word : busy}
      <kbd aria-hidden="true">Ctrl</kbd>
      <kbd aria-hidden="true">↵</kbd>
    </button>
  );
}

function PreviewPane({ asking }: { readonly asking: Asking }): JSX.Element {
  const t = useWords();
  return (
    <>
      <header>
        <h2>{t('ask.preview')}</h2>
        <span className="grow" />
        <span className="meta">{asking.changed ? t('ask.changed') : t('ask.nothing-left')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('ask.preview')}>
        {asking.error !== null && (
          <Failure error={asking.error.value} retry={asking.primary} acting={asking.error.of === 'ask'} />
        )}
        {asking.busy === 'look' && <Loading />}
        {asking.busy !== 'look' && asking.shown !== null && <Preview view={asking.shown} />}
        {asking.busy === null && asking.shown === null && asking.error === null && (
          <p className="state c-2">{t('ask.preview.empty')}</p>
        )}
      </div>
    </>
  );
}
