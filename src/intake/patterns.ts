import { RE2JS } from 're2js';

/** A pattern in linear time: whoever writes the mapping may not bring a catastrophe of their own. */
export interface LinearPattern {
  /** Group `group` when the whole text matches; null otherwise. */
  readWhole(text: string, group: number): string | null;
  matchesWhole(text: string): boolean;
  readonly groups: number;
}

/** The compiled pattern (RE2 syntax); null when it is not one. */
export function readPattern(source: string): LinearPattern | null {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, RE2JS.DOTALL);
  } catch {
    return null;
  }
  return {
    groups: compiled.groupCount(),
    matchesWhole: (text) => compiled.matcher(text).matches(),
    readWhole(text, group) {
      const matcher = compiled.matcher(text);
      return matcher.matches() ? (matcher.group(group) ?? '') : null;
    },
  };
}
