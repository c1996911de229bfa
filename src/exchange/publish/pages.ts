/** So many keys are read, evaluated or hashed at a time. */
export const PAGE_KEYS = 16_384;

/** From a place up to but without another. */
export type Range = readonly [from: number, until: number];

/** Reads a range page by page; the next page is fetched while the last one is worked on. */
export async function* inPages<Row>(
  [from, until]: Range,
  read: (range: Range) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  const fetch = (at: number): Promise<readonly Row[]> => {
    const page = read([at, Math.min(at + PAGE_KEYS, until)]);
    // Heard when it is waited for; nobody may wait any more when the work before it failed.
    page.catch(() => undefined);
    return page;
  };
  let next = from < until ? fetch(from) : undefined;
  for (let at = from + PAGE_KEYS; next !== undefined; at += PAGE_KEYS) {
    const page: readonly Row[] = await next;
    next = at < until ? fetch(at) : undefined;
    yield page;
  }
}
