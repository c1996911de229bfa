import type { EvaluationScheme } from './codes.ts';

/** How reliable the source is and how the information is known: meaningless without the scheme that reads it. */
export interface Evaluation {
  readonly scheme: EvaluationScheme;
  readonly code: string;
}

const PATTERNS: Readonly<Record<EvaluationScheme, RegExp>> = {
  'eu-4x4': /^[ABCX][1-4]$/,
  'uk-3x5x2': /^[1-3][A-E][PC]?$/,
  'nato-admiralty': /^[A-F][1-6]$/,
};

/** The evaluation when the code belongs to the scheme; null otherwise (a bare "B2" says nothing). */
export function readEvaluation(scheme: EvaluationScheme, code: string): Evaluation | null {
  return PATTERNS[scheme].test(code) ? { scheme, code } : null;
}

/** "4x4 B2": the scheme always stands beside the code. */
export function describeEvaluation(evaluation: Evaluation): string {
  const scheme = { 'eu-4x4': '4x4', 'uk-3x5x2': '3x5x2', 'nato-admiralty': 'admiralty' }[evaluation.scheme];
  return `${scheme} ${evaluation.code}`;
}
