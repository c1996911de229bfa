import { segment, type Segment } from './sounds.ts';

/**
 * Modern Greek as ELOT 743 and passport clerks write it. Digraphs come first: ου, αι, ει, οι; αυ and ευ are av/af and ev/ef;
 * μπ, ντ and γκ are how Greek writes b, d and g, at the start of a word always.
 */
const DIGRAPHS: Readonly<Record<string, Segment>> = table({
  γου: 'gu / w',
  ου: 'u / o w v',
  αυ: 'av / au af o',
  ευ: 'ev / eu ef yu',
  ηυ: 'iv / if',
  αι: 'e=ai / ai i',
  ει: 'i=ei / ei ey ai',
  οι: 'i=oi / oi oy',
  υι: 'i=yi / yi ui wi',
  γγ: 'ng / g',
  γκ: 'gk g ng',
  γχ: 'nx=nch / nh',
  γξ: 'nks',
  μπ: 'mp b / mb',
  ντ: 'nt d / nd',
  τζ: 'c J=tz / dz C',
  τσ: 'c=ts C',
  σσ: 's',
});

/** At the start of a word these are one sound. */
const STARTING: Readonly<Record<string, Segment>> = table({
  γου: 'gu w=w',
  μπ: 'b mp',
  ντ: 'd nt / nd',
  γκ: 'g k',
  ου: 'u w=w / v',
  τζ: 'J c=tz / C',
});

/** No Greek name ends in these: at the end of a word they are how a foreign d, b and g is written (Φαρχάντ, Γιακούμπ). */
const ENDING: Readonly<Record<string, Segment>> = table({
  μπ: 'b mp',
  ντ: 'd nt',
  γκ: 'g ng',
});

const LETTERS: Readonly<Record<string, Segment>> = table({
  α: 'a',
  β: 'v b',
  γ: 'g y / G',
  δ: 'd / D',
  ε: 'e',
  ζ: 'z / Z',
  η: 'i / e',
  θ: 'T',
  ι: 'i / y',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'ks=x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's S / z',
  ς: 's / - S',
  τ: 't',
  υ: 'i=y / u v',
  φ: 'f',
  χ: 'x C=ch k / h',
  ψ: 'ps',
  ω: 'o',
});

/** The segments of a token of Greek letters, its accents gone. */
export function greekSegments(token: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  while (at < token.length) {
    const [letters, found] = digraphAt(token, at) ?? [token.charAt(at), LETTERS[token.charAt(at)]];
    if (found !== undefined) segments.push(found);
    at += letters.length;
  }
  return segments;
}

function digraphAt(token: string, at: number): readonly [string, Segment] | undefined {
  for (const length of [3, 2]) {
    const letters = token.slice(at, at + length);
    if (letters.length < length) continue;
    const placed = at === 0 ? STARTING : at + length === token.length ? ENDING : {};
    const found = placed[letters] ?? DIGRAPHS[letters];
    if (found !== undefined) return [letters, found];
  }
  return undefined;
}

function table(rows: Readonly<Record<string, string>>): Record<string, Segment> {
  return Object.fromEntries(Object.entries(rows).map(([letters, readings]) => [letters, segment(readings)]));
}
