import { type JSX, lazy } from 'react';
import { useDesk } from '../desk-context.ts';
import { may } from '../shell/rooms.ts';
import { useWords } from '../words.ts';
import { Compose } from './compose.tsx';
import { Earlier } from './earlier.tsx';
import { QuestionPage } from './question-page.tsx';

const ScreeningPage = lazy(() =>
  import('../screening/screening-page.tsx').then(({ ScreeningPage: page }) => ({ default: page })),
);
/** Not an id of a question: those are longer. */
const LIST = 'list';

/** Without an item: the box. With one: the question that was asked, its answers and hits. */
export function AskPage({ item }: { readonly item: string | null }): JSX.Element {
  const { officer } = useDesk();
  if (item === LIST && may(officer, 'screen-list')) return <ScreeningPage />;
  if (item !== null) return <QuestionPage key={item} id={item} />;
  return may(officer, 'ask-partners') ? <Compose /> : <ReadOnly />;
}

/** For who supervises: what was asked, and no box. */
function ReadOnly(): JSX.Element {
  const t = useWords();
  return (
    <main className="ask-grid">
      <h1 className="sr">{t('ask.reader')}</h1>
      <section className="panel ask-top" aria-label={t('ask.reader')}>
        <header>
          <h2>{t('ask.reader')}</h2>
        </header>
        <p className="state c-2">{t('ask.reader.why')}</p>
      </section>
      <Earlier wide />
    </main>
  );
}
