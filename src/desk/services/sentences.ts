/** A clause of another room, such as a refusal's message, as a sentence. */
export function asSentence(clause: string): string {
  if (clause === '') return '';
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?]$/.test(clause) ? '' : '.'}`;
}
