import type { JSX } from 'react';
import { Compose } from './compose.tsx';
import { QuestionPage } from './question-page.tsx';

/** Without an item: the box. With one: the question that was asked, its answers and hits. */
export function AskPage({ item }: { readonly item: string | null }): JSX.Element {
  return item === null ? <Compose /> : <QuestionPage key={item} id={item} />;
}
