import type { JSX } from 'react';
import type { WithdrawalView } from '../../api/contract.ts';
import { View } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { useWithdrawals } from '../queries.ts';
import { momentOf } from '../time.ts';
import { useWords } from '../words.ts';

/** Records that were taken back from the index, and which partners have confirmed it with a signed receipt. */
export function Withdrawals(): JSX.Element {
  const t = useWords();
  const withdrawals = useWithdrawals();
  return (
    <section className="panel" aria-label={t('withdrawals')}>
      <header>
        <h2>{t('withdrawals')}</h2>
        <span className="meta">{t('withdrawals.note')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('withdrawals')}>
        <View of={withdrawals} rows={4}>
          {(items) =>
            items.length === 0 ? (
              <p className="state c-2">{t('withdrawals.none')}</p>
            ) : (
              <WithdrawalTable items={items} />
            )
          }
        </View>
      </div>
    </section>
  );
}

function WithdrawalTable({ items }: { readonly items: readonly WithdrawalView[] }): JSX.Element {
  const t = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th className="lt">{t('withdrawals.since')}</th>
          <th>{t('withdrawals.record')}</th>
          <th className="lt">{t('withdrawals.what')}</th>
          <th>{t('withdrawals.partners')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.entityId}>
            <td className="lt">{momentOf(t, item.since)}</td>
            <td>
              <span className="mono">{item.rows.length === 0 ? item.entityId : item.rows.join(', ')}</span>
            </td>
            <td className="lt">{t(item.whole ? 'withdrawals.whole' : 'withdrawals.part')}</td>
            <td className="wraps">
              <ul className="row wrap">
                {item.partners.map((partner) => (
                  <li key={partner.agencyId} className="row">
                    <OwnerTag id={partner.agencyId} />
                    <span className={TONES[partner.state]}>
                      {t(`withdrawals.state.${partner.state}`, { time: momentOf(t, partner.at) })}
                    </span>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TONES = { waiting: 'nw c-late', 'no-hit': 'nw c-2', deleted: 'nw c-ok' } as const;
