/** One letter wrong, missing, too many or exchanged; two in words of eight letters. Shorter words than four never. */
export function isTypo(left: string, right: string): boolean {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length < 4) return false;
  const most = shorter.length >= 8 ? 2 : 1;
  return longer.length - shorter.length <= most && withinEdits(shorter, longer, 0, 0, most);
}

/** One letter wrong, missing, too many or exchanged with its neighbour, whatever the length. */
export function isSlip(left: string, right: string): boolean {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  return longer.length - shorter.length <= 1 && withinEdits(shorter, longer, 0, 0, 1);
}

function withinEdits(shorter: string, longer: string, from: number, to: number, most: number): boolean {
  let [at, other] = [from, to];
  while (at < shorter.length && shorter.charCodeAt(at) === longer.charCodeAt(other)) {
    at += 1;
    other += 1;
  }
  if (at >= shorter.length) return longer.length - other <= most;
  if (most === 0) return false;
  const isExchanged =
    shorter.charCodeAt(at) === longer.charCodeAt(other + 1) &&
    shorter.charCodeAt(at + 1) === longer.charCodeAt(other);
  return (
    (isExchanged && withinEdits(shorter, longer, at + 2, other + 2, most - 1)) ||
    withinEdits(shorter, longer, at + 1, other + 1, most - 1) ||
    withinEdits(shorter, longer, at, other + 1, most - 1) ||
    withinEdits(shorter, longer, at + 1, other, most - 1)
  );
}

/** How many characters are wrong, missing, too many or exchanged between two values; null when more than `most`. */
export function editsApart(left: string, right: string, most: number): number | null {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (longer.length - shorter.length > most) return null;
  for (let edits = 0; edits <= most; edits++) if (withinEdits(shorter, longer, 0, 0, edits)) return edits;
  return null;
}
