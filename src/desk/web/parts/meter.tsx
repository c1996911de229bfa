import type { JSX } from 'react';

interface MeterProps {
  readonly value: number;
  readonly of: number;
  readonly tone?: 'act' | 'ok' | 'warn' | 'late' | undefined;
  readonly thin?: boolean;
}

/** A bar beside a number that says the same; the bar itself is decoration. */
export function Meter({ value, of, tone, thin = false }: MeterProps): JSX.Element {
  const share = of <= 0 ? 0 : Math.max(0, Math.min(1, value / of));
  return (
    <span className={`meter ${tone ?? ''} ${thin ? 'thin' : ''}`} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
