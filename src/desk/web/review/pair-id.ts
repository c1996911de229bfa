/** A pair as the address names it: two ids with a tilde between them. */
export function pairId({
  left,
  right,
}: {
  readonly left: { readonly entityId: string };
  readonly right: { readonly entityId: string };
}): string {
  return `${left.entityId}~${right.entityId}`;
}

/** The two ids of an address; null where it names no two. */
export function readPairId(item: string | null): readonly [left: string, right: string] | null {
  const [left, right, ...more] = item?.split('~') ?? [];
  return left === undefined || right === undefined || left === '' || right === '' || more.length > 0
    ? null
    : [left, right];
}
