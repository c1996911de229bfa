import { segment, type Segment } from './sounds.ts';

/** Armenian, read the eastern way; after '/' the western one, where b p, d t and g k change places. */
const ARMENIAN = table({
  ու: 'u / v',
  եւ: 'ev',
  ա: 'a',
  բ: 'b / p',
  գ: 'g / k',
  դ: 'd / t',
  ե: 'e / ye',
  զ: 'z',
  է: 'e',
  ը: 'e / - i',
  թ: 't / T',
  ժ: 'Z / J',
  ի: 'i',
  լ: 'l',
  խ: 'x k / h',
  ծ: 'c / J z',
  կ: 'k / g',
  հ: 'h -',
  ձ: 'z=dz dz / c J',
  ղ: 'G / l',
  ճ: 'C / J',
  մ: 'm',
  յ: 'y / h -',
  ն: 'n',
  շ: 'S',
  ո: 'o / vo',
  չ: 'C',
  պ: 'p / b',
  ջ: 'J / C',
  ռ: 'r',
  ս: 's',
  վ: 'v / w',
  տ: 't / d',
  ր: 'r',
  ց: 'c',
  ւ: 'v / u w',
  փ: 'p',
  ք: 'k',
  օ: 'o',
  ֆ: 'f',
});

const GEORGIAN = table({
  ა: 'a',
  ბ: 'b',
  გ: 'g',
  დ: 'd',
  ე: 'e',
  ვ: 'v / w',
  ზ: 'z / s',
  თ: 't / T',
  ი: 'i / y',
  კ: 'k',
  ლ: 'l',
  მ: 'm',
  ნ: 'n',
  ო: 'o',
  პ: 'p',
  ჟ: 'Z / J',
  რ: 'r',
  ს: 's',
  ტ: 't',
  უ: 'u / w v',
  ფ: 'p f',
  ქ: 'k',
  ღ: 'G',
  ყ: 'q',
  შ: 'S',
  ჩ: 'C',
  ც: 'c / s',
  ძ: 'z=dz dz / c',
  წ: 'c',
  ჭ: 'C',
  ხ: 'x k / h',
  ჯ: 'J',
  ჰ: 'h -',
});

/** The segments of a token of Armenian letters. */
export function armenianSegments(token: string): Segment[] {
  return read(token, ARMENIAN);
}

/** The segments of a token of Georgian letters (the national system of 2002 makes no difference to the sounds kept here). */
export function georgianSegments(token: string): Segment[] {
  return read(token, GEORGIAN);
}

function read(token: string, letters: Readonly<Record<string, Segment>>): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < token.length; at++) {
    const double = letters[token.slice(at, at + 2)];
    const found = double ?? letters[token.charAt(at)];
    if (found !== undefined) segments.push(found);
    if (double !== undefined && at + 1 < token.length) at += 1;
  }
  return segments;
}

function table(rows: Readonly<Record<string, string>>): Record<string, Segment> {
  return Object.fromEntries(Object.entries(rows).map(([letters, readings]) => [letters, segment(readings)]));
}
