import type { JSX } from 'react';
import type { ScreeningView } from '../../api/contract.ts';
import { useWords } from '../words.ts';

/** Lines that could not be read or not wholly, each with its reason: nothing is dropped without a word. */
export function UnreadPane({ view }: { readonly view: ScreeningView }): JSX.Element {
  const t = useWords();
  const { unread, unreadCount } = view.list;
  if (unread.length === 0) return <p className="state c-2">{t('list.unread.none')}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('list.unread.label')}>
      <table>
        <thead>
          <tr>
            <th className="lt num">{t('list.line')}</th>
            <th>{t('list.unread.why')}</th>
          </tr>
        </thead>
        <tbody>
          {unread.map(({ line, because, read }) => (
            <tr key={`${line}${because}`}>
              <td className="lt num">{line}</td>
              <td className={read ? 'c-2' : undefined}>{t(`unread.${because}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unreadCount > unread.length && (
        <p className="pad meta">{t('list.unread.more', { count: unreadCount - unread.length })}</p>
      )}
    </div>
  );
}
