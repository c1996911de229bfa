import { type JSX, useState } from 'react';
import { Area } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';
import { useChange } from './use-change.ts';

/** What somebody found who looked into something that has happened; `max` signs at most. */
export function ReviewForm({ path, max }: { readonly path: string; readonly max?: number }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = useState('');
  const review = useChange(path, { reason });
  return (
    <>
      <Area
        label={t('grants.review.reason')}
        rows={2}
        {...(max === undefined ? {} : { max })}
        value={reason}
        onChange={setReason}
      />
      {review.error !== null && <Failure error={review.error} acting />}
      <p>
        <button
          type="button"
          className="btn sm"
          disabled={reason.trim() === '' || review.isPending}
          onClick={() => review.mutate()}
        >
          {t('grants.review')}
        </button>
      </p>
    </>
  );
}
