import { concatBytes, sha256, toHex, utf8 } from '../../base/index.ts';

const DOMAIN = utf8('entente-audit');
const SPAN = 2 ** 48;

/** So many different places below `limit`, in rising order: 48 bits of SHA-256("entente-audit" ‖ nonce ‖ counter), without bias. */
export function drawPlaces(nonce: Uint8Array, count: number, limit: number): readonly number[] {
  const places = new Set<number>();
  for (let counter = 0; places.size < count; counter += 1) {
    const block = sha256(concatBytes(DOMAIN, nonce, utf8(String(counter))));
    const value = Number.parseInt(toHex(block.subarray(0, 6)), 16);
    if (value < SPAN - (SPAN % limit)) places.add(value % limit);
  }
  return [...places].toSorted((left, right) => left - right);
}
