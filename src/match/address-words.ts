/** Words for kinds of street in four languages, to one code; as endings they are glued to the name (Kerkstraat). */
export const STREET_WORDS: ReadonlyMap<string, string> = table({
  street:
    'street str st rue r straat straße strasse strase calle via ulica ulitsa ul улица ул вулиця вул شارع خيابان sokak sokagi utca ulice rua strada רחוב οδος odos gade gata katu',
  avenue:
    'avenue av ave laan allee avenida avda bd boulevard blvd boul bvd bulvar viale corso prospekt prospect проспект бульвар cadde caddesi cad שדרות λεωφορος leoforos',
  lane: 'lane ln steeg ruelle gasse gang vicolo переулок pereulok provulok провулок callejon',
  road: 'road rd weg chemin ch route rte steenweg chaussee chee baan stwg straatweg landstrasse',
  square:
    'square sq place pl plein platz plaza markt piazza praca namesti площадь площа meydani ميدان ساحة כיכר πλατεια plateia torg plads',
  quay: 'kaai kade kai',
  dock: 'dok',
  drive: 'drive dr dreef',
  court: 'court ct hof cour',
  hill: 'berg montee',
  dike: 'dijk digue deich',
  canal: 'gracht',
});

/** Endings that part a glued street name. */
export const STREET_ENDINGS = [
  'straat',
  'strasse',
  'strase',
  'str',
  'steenweg',
  'laan',
  'lei',
  'weg',
  'plein',
  'platz',
  'gasse',
  'gracht',
  'kaai',
  'kade',
  'dreef',
  'allee',
  'steeg',
  'dijk',
  'markt',
  'baan',
];

/** Words that introduce the flat inside a house number. */
export const BOX_WORDS =
  'flat|fl|kvartira|kv|daire|interno|piso|apartamento|lokal|lok|mieszkanie|apartment|appartement|app|apt|appt|unit|box|bus|boite|bte|bt|wohnung|whg|kamer|room|chambre|etage|verdieping|verd|floor|bte';

/** Words that carry no difference between two addresses. */
export const SILENT_WORDS: ReadonlySet<string> = new Set(
  'de la le les du des d l van den der het the of am an der zur zum im in op te aan'.split(' '),
);

/** Towns with a name in each language, and the canonical one. */
export const TOWNS: ReadonlyMap<string, string> = table({
  brussels: 'brussels brussel bruxelles brussel',
  antwerp: 'antwerp antwerpen anvers',
  ghent: 'ghent gent gand',
  bruges: 'bruges brugge brugges',
  liege: 'liege luik luttich luettich',
  mechelen: 'mechelen malines mechlin',
  leuven: 'leuven louvain lowen',
  kortrijk: 'kortrijk courtrai',
  bergen: 'mons bergen',
  namur: 'namur namen',
  doornik: 'tournai doornik',
  ostend: 'ostend oostende ostende',
  cologne: 'cologne koln koeln keulen',
  aachen: 'aachen aken aixlachapelle',
  munich: 'munich munchen muenchen',
  hague: 'hague denhaag sgravenhage lahaye thehague',
  lille: 'lille rijsel',
  dunkirk: 'dunkirk dunkerque duinkerke dunkirchen',
  paris: 'paris parijs',
});

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [code, words] of Object.entries(rows)) for (const word of words.split(' ')) map.set(word, code);
  return map;
}
