import type { JSX } from 'react';
import {
  type Certainty,
  describeEvaluation,
  type Evaluation,
  type HandlingCode,
} from '../../../model/index.ts';
import { badgeOf, ownerClass, useDesk } from '../desk-context.ts';
import { codeWord, useWords, type Words } from '../words.ts';

/** Hue and letters of an owner, the full name for whoever cannot see them. */
export function OwnerTag({ id }: { readonly id: string }): JSX.Element {
  const desk = useDesk();
  const badge = badgeOf(desk, id);
  return (
    <span className={`own-tag ${ownerClass(desk, id)}`} title={badge.name}>
      {badge.letters}
    </span>
  );
}

/** Handling codes as one piece; H3 is solid: a person must read it. */
export function Handling({ codes }: { readonly codes: readonly HandlingCode[] }): JSX.Element {
  const t = useWords();
  return (
    <span className="hc" title={codes.map((code) => t(`handling.${code}`)).join('\n')}>
      {codes.map((code) => (
        <span key={code} className={code === 'H3' ? 'stop' : undefined}>
          {code}
        </span>
      ))}
    </span>
  );
}

/** ■ fact or ≈ assessment: a shape and a word. */
export function Stated({ certainty }: { readonly certainty: Certainty }): JSX.Element {
  const t = useWords();
  return <span className={certainty === 'fact' ? 'fa' : 'fa as'}>{t(`certainty.${certainty}`)}</span>;
}

/** Never a bare code: the scheme stands beside it. */
export function Known({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const t = useWords();
  const words = evaluation.code.split('').map((sign) => `${sign}: ${signWord(t, evaluation.scheme, sign)}`);
  return (
    <span className="nw" title={words.join('\n')}>
      {describeEvaluation(evaluation)}
    </span>
  );
}

/** The same letter says another thing in another scheme. */
function signWord(t: Words, scheme: Evaluation['scheme'], sign: string): string {
  switch (scheme) {
    case 'eu-4x4':
      return codeWord(t, 'eval-eu', sign);
    case 'uk-3x5x2':
      return codeWord(t, 'eval-uk', sign);
    case 'nato-admiralty':
      return codeWord(t, 'eval-nato', sign);
  }
}
