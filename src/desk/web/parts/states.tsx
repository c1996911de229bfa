import type { UseQueryResult } from '@tanstack/react-query';
import { type JSX, type ReactNode, useState } from 'react';
import { ApiFailure } from '../api-client.ts';
import { codeWord, useWords } from '../words.ts';
import { Icon } from './icon.tsx';

/** Row-high grey bars, shown after 300 ms. */
export function Loading({ rows = 6 }: { readonly rows?: number }): JSX.Element {
  const t = useWords();
  return (
    <div className="bones" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/** One sentence why, one action. */
export function Empty({ children }: { readonly children: ReactNode }): JSX.Element {
  return <div className="state">{children}</div>;
}

interface FailureProps {
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
  readonly acting?: boolean;
}

/** What did not happen, what is safe, retry, a reference to copy. */
export function Failure({ error, retry, acting = false }: FailureProps): JSX.Element {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const failure = error instanceof ApiFailure ? error : null;
  const cause = failure === null ? t('error.internal-failure') : codeWord(t, 'error', failure.code);
  const reference = failure?.reference ?? '';
  // Asking again would be refused again, and written down again.
  const refused = failure?.code === 'not-permitted';
  return (
    <div className="state" role="alert">
      <h2 className="row">
        <Icon name="late" />
        {t(acting ? 'state.error.act' : 'state.error')}
      </h2>
      <p>{failure !== null && cause === failure.code ? failure.message : cause}</p>
      <p className="c-2">{failure?.safe ?? t('state.error.safe')}</p>
      <div className="row wrap">
        {retry !== undefined && !refused && (
          <button type="button" className="btn" onClick={retry}>
            {t('state.error.retry')}
          </button>
        )}
        {reference !== '' && (
          <button
            type="button"
            className="btn min"
            onClick={() => void navigator.clipboard.writeText(reference).then(() => setCopied(true))}
          >
            <Icon name="copy" small />
            {t('state.error.reference')} <span className="mono">{reference.slice(0, 12)}</span>
            {copied && ` · ${t('state.error.copied')}`}
          </button>
        )}
      </div>
    </div>
  );
}

interface ViewProps<T> {
  readonly of: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** Draws what a query knows: bars, then the view, or what went wrong with a way to try again. */
export function View<T>({ of, rows, children }: ViewProps<T>): ReactNode {
  if (of.data !== undefined) return children(of.data);
  if (of.error !== null) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
