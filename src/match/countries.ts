import { bare } from './fold.ts';

/** Names, adjectives and car signs of the countries met most, to ISO 3166 alpha-2. */
const ROWS: Readonly<Record<string, string>> = {
  BE: 'belgium belgie belgique belgien belgian belge belgisch belgische bel b',
  FR: 'france frankrijk frankreich french francais francaise frans franse fra f',
  NL: 'netherlands nederland paysbas niederlande dutch neerlandais nederlands nederlandse niederlandisch nld holland',
  DE: 'germany duitsland allemagne deutschland german allemand allemande duits duitse deutsch deutsche deu ger d',
  LU: 'luxembourg luxemburg lux l',
  GB: 'unitedkingdom greatbritain england verenigdkoninkrijk royaumeuni grossbritannien british brits uk gbr',
  ES: 'spain spanje espagne spanien spanish spaans esp e',
  IT: 'italy italie italien italian ita i',
  AT: 'austria oostenrijk autriche osterreich oesterreich aut a',
  CH: 'switzerland zwitserland suisse schweiz che',
  PL: 'poland polen pologne polish pol',
  RO: 'romania roemenie roumanie rumanien rou',
  BG: 'bulgaria bulgarije bulgarie bulgarien bgr',
  RU: 'russia rusland russie russland russian russe russisch rus russianfederation',
  UA: 'ukraine oekraine ukrainian ukr',
  TR: 'turkey turkije turquie turkei turkiye turkish tur',
  MA: 'morocco marokko maroc moroccan marokkaans marocain marocaine mar',
  DZ: 'algeria algerije algerie algerien dza',
  TN: 'tunisia tunesie tunisie tunesien tun',
  SY: 'syria syrie syrien syrian syr',
  IQ: 'iraq irak iraqi irq',
  LB: 'lebanon libanon liban lbn',
  LY: 'libya libie libye libyen lby',
  EG: 'egypt egypte agypten egy',
};

const BY_WORD = new Map<string, string>();
for (const [code, words] of Object.entries(ROWS))
  for (const word of words.split(' ')) BY_WORD.set(word, code);

/** ISO 3166 alpha-2 of a country written any usual way; null when it is not known. */
export function standardiseCountry(text: string): string | null {
  if (text.length > 60) return null;
  const plain = bare(text).replace(/[^a-z]/g, '');
  if (/^[a-z]{2}$/.test(plain)) return BY_WORD.get(plain) ?? plain.toUpperCase();
  return BY_WORD.get(plain) ?? null;
}
