import type { JSX } from 'react';
import type { StatusView } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { Meter } from '../parts/meter.tsx';
import { useStatus } from '../queries.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';

/** What is still being loaded, in real counts; one line once all of it is done. */
export function LoadingSteps(): JSX.Element | null {
  const t = useWords();
  const status = useStatus();
  if (status.data === undefined) return null;
  if (status.data.ready) {
    return (
      <p className="row c-ok">
        <Icon name="check" />
        {t('sign-in.ready')}
      </p>
    );
  }
  return (
    <section className="stack" aria-live="polite">
      <p className="c-2">{t('sign-in.loading')}</p>
      <ul className="steps">
        {status.data.steps.map((step) => (
          <Step key={step.step} {...step} />
        ))}
      </ul>
    </section>
  );
}

function Step({ step, state, done, total }: StatusView['steps'][number]): JSX.Element {
  const t = useWords();
  const count = t('step.count', { done: countOf(done), total: countOf(total) });
  const word = state === 'waiting' ? t('step.waiting') : state === 'failed' ? t('step.failed') : count;
  const tone = state === 'done' ? 'ok' : state === 'failed' ? 'late' : 'act';
  return (
    <li>
      <span>{t(`step.${step}`)}</span>
      <span className="meta">{word}</span>
      <Meter value={done} of={total} tone={tone} thin />
    </li>
  );
}
