import type { JSX } from 'react';
import { useScreening } from '../queries.ts';
import { View } from '../parts/states.tsx';
import { useWords } from '../words.ts';
import { Running } from './running.tsx';
import { StartList } from './start-list.tsx';

/** A list: pasted or chosen and sent once; then what it found, and what asking partners about it would take. */
export function ScreeningPage(): JSX.Element {
  const t = useWords();
  const current = useScreening(0);
  return (
    <>
      {current.data === undefined ? (
        <main>
          <h1 className="sr">{t('list.title')}</h1>
          <section className="panel">
            <View of={current}>{() => null}</View>
          </section>
        </main>
      ) : current.data.screening === null ? (
        <StartList />
      ) : (
        <Running />
      )}
    </>
  );
}
