/** The text without the spaces and NULs that fill a fixed-length item up to its end. */
export function trimFill(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\u0000')) end -= 1;
  return text.slice(0, end);
}
