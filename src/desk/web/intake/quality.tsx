import type { JSX } from 'react';
import type { IntakeRunDetail } from '../../api/contract.ts';
import { Meter } from '../parts/meter.tsx';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';

/** How full and how good each field is, and which match keys went out or were held back, and why. */
export function Quality({ run }: { readonly run: IntakeRunDetail }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel" aria-label={t('intake.quality')}>
      <header>
        <h2>{t('intake.quality')}</h2>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('intake.quality')}>
        <table className="quality">
          <thead>
            <tr>
              <th>{t('intake.field')}</th>
              <th>{t('intake.filled')}</th>
              <th className="lt num">{t('intake.unknown')}</th>
              <th className="lt num">{t('intake.bad')}</th>
            </tr>
          </thead>
          <tbody>
            {run.fields.map((field) => (
              <tr key={field.field}>
                <td className="mono">{field.field}</td>
                <td>
                  <span className="filled">
                    <Meter
                      value={field.filled}
                      of={field.read}
                      tone={field.bad > field.read * 0.01 ? 'warn' : undefined}
                    />
                    <span className="num">{share(field.filled, field.read)}</span>
                  </span>
                </td>
                <td className="lt num">{countOf(field.unknown)}</td>
                <td className={field.bad > 0 ? 'lt num c-warn' : 'lt num'}>{countOf(field.bad)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3 className="sub">{t('intake.keys')}</h3>
        <table>
          <thead>
            <tr>
              <th>{t('intake.keys.rule')}</th>
              <th className="lt num">{t('intake.keys.published')}</th>
              <th className="lt num">{t('intake.keys.held')}</th>
              <th>{t('intake.keys.why')}</th>
            </tr>
          </thead>
          <tbody>
            {run.keys.map((key) => (
              <tr key={key.rule}>
                <td className="mono nw">{key.rule}</td>
                <td className="lt num">{countOf(key.published)}</td>
                <td className="lt num">{countOf(key.withheld)}</td>
                <td className="meta why">{key.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}
