/** The last sixteen characters of a hash, in fours, as two people read them to each other. */
export function hashEnd(hash: string): string {
  return hash.slice(-16).replace(/(.{4})(?=.)/g, '$1 ');
}
