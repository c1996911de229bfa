import type { JSX } from 'react';
import type { QuestionListItem } from '../../api/contract.ts';
import { View } from '../parts/states.tsx';
import { useQuestions } from '../queries.ts';
import { follow } from '../router.ts';
import { ageOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';
import { WrittenList } from '../parts/written.tsx';

/** Questions asked before, with what came of them. */
export function Earlier({ wide = false }: { readonly wide?: boolean }): JSX.Element {
  const t = useWords();
  const questions = useQuestions();
  return (
    <section className={wide ? 'panel span-2' : 'panel'} aria-label={t('ask.earlier')}>
      <header>
        <h2>{t('ask.earlier')}</h2>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('ask.earlier')}>
        <View of={questions}>
          {(items) =>
            items.length === 0 ? (
              <p className="state c-2">{t('ask.earlier.none')}</p>
            ) : (
              <ul>
                {items.map((item) => (
                  <EarlierRow key={item.id} item={item} />
                ))}
              </ul>
            )
          }
        </View>
      </div>
    </section>
  );
}

/** "No hit" stands alone only where every partner answered. */
function outcomeWords(t: Words, { outcome: { hits, answered, partners } }: QuestionListItem): string {
  if (hits > 0) return t('ask.earlier.result', { count: hits });
  if (answered === 0) return t('ask.earlier.no-answer');
  return answered < partners ? t('ask.earlier.none-partial', { answered }) : t('ask.earlier.none-hit');
}

function EarlierRow({ item }: { readonly item: QuestionListItem }): JSX.Element {
  const t = useWords();
  const { hits, answered, partners } = item.outcome;
  const path = `/ask/${item.id}`;
  return (
    <li>
      <a className="earlier" href={path} onClick={(event) => follow(event, path)}>
        <b className="cut">
          <WrittenList text={item.about} />
        </b>
        <span className={hits > 0 ? 'nw c-act' : 'nw c-2'}>{outcomeWords(t, item)}</span>
        <span className="meta cut">{`${item.caseReference} · ${item.askedBy} · ${ageOf(t, item.askedAt)}`}</span>
        <span className="meta nw">{t('ask.earlier.answered', { answered, partners })}</span>
      </a>
    </li>
  );
}
