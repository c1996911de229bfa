/** What a column of a list may be. */
export type ColumnKind =
  | 'name'
  | 'given'
  | 'family'
  | 'alias'
  | 'birth-date'
  | 'birth-place'
  | 'country'
  | 'sex'
  | 'national-number'
  | 'passport'
  | 'id-card'
  | 'licence'
  | 'phone'
  | 'email'
  | 'iban'
  | 'account'
  | 'bank'
  | 'crypto-address'
  | 'imei'
  | 'imsi'
  | 'iccid'
  | 'plate'
  | 'vin'
  | 'imo'
  | 'mmsi'
  | 'seen-from'
  | 'seen-until'
  | 'address'
  | 'city'
  | 'organisation';

/**
 * Headers as offices write them in English, French, Dutch and German, bare: small letters without accents, blanks and signs.
 * From general knowledge of forms; a header that is not here is named as not used.
 */
const HEADERS: Readonly<Record<ColumnKind, string>> = {
  name: 'name fullname names nom nomcomplet naam volledigenaam vollername person personne persoon subject caption nameasgiven',
  given:
    'firstname firstnames given givenname givennames forename forenames prenom prenoms voornaam voornamen vorname vornamen',
  family:
    'lastname surname family familyname nomdefamille achternaam familienaam nachname familienname zuname',
  alias: 'alias aliases aka alsoknownas othername autrenom bijnaam aliasname',
  'birth-date':
    'birthdate dateofbirth dob born birth birthday datedenaissance naissance nele geboortedatum geboren geburtsdatum gebdatum geb',
  'birth-place': 'birthplace placeofbirth pob lieudenaissance geboorteplaats geburtsort',
  country:
    'country nationality countrycode nationalite pays land nationaliteit staatsangehorigkeit nationalitat citizenship',
  sex: 'sex gender sexe geslacht geschlecht',
  'national-number':
    'nationalnumber nationalid idnumber personalnumber nationalregisternumber numeronational rijksregisternummer insz bsn persoonsnummer personenkennziffer',
  passport: 'passport passportnumber passportno passeport paspoort paspoortnummer reisepass passnummer',
  'id-card':
    'idcard identitycard identitycardnumber cartedidentite identiteitskaart ausweis ausweisnummer personalausweis',
  licence: 'drivinglicence driverlicense licence permisdeconduire rijbewijs fuhrerschein',
  phone:
    'phone phonenumber telephone tel mobile gsm number msisdn telephonenumber numerodetelephone telefoon telefoonnummer telefon telefonnummer handy mobil',
  email: 'email mail emailaddress adressemail courriel emailadres emailadresse',
  iban: 'iban',
  account:
    'account bankaccount accountnumber compte numerodecompte rekening rekeningnummer konto kontonummer',
  bank: 'bank bic swift biccode swiftcode swiftbic blz bankleitzahl sortcode banque',
  'crypto-address': 'cryptoaddress wallet walletaddress bitcoin btc bitcoinaddress coinaddress',
  imei: 'imei',
  imsi: 'imsi',
  iccid: 'iccid sim simnumber simcard',
  plate:
    'plate licenseplate licenceplate numberplate registration vehicle plaque immatriculation nummerplaat kenteken kennzeichen',
  vin: 'vin chassis chassisnumber',
  imo: 'imo imonumber imono shipnumber numeroimo imonummer',
  mmsi: 'mmsi mmsinumber mmsinummer',
  'seen-from':
    'seenfrom firstseen seensince inusefrom vudu vudepuis gezienvan gezienvanaf gesehenvon gesehenab',
  'seen-until': 'seenuntil seento lastseen inuseuntil vujusquau gezientot gesehenbis',
  address: 'address street adresse adres rue straat strasse anschrift',
  city: 'city town ville commune stad gemeente plaats woonplaats ort stadt wohnort',
  organisation: 'organisation organization company firm firma societe entreprise bedrijf unternehmen',
};

const KIND_OF: ReadonlyMap<string, ColumnKind> = new Map(
  Object.entries(HEADERS).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind as ColumnKind] as const),
  ),
);

/** What a column with this header holds; null when it is not known. */
export function columnKind(header: string): ColumnKind | null {
  const bare = header
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
  return KIND_OF.get(bare) ?? null;
}

/** These say more of somebody or something, and not whom or which. */
const NARROWS: ReadonlySet<ColumnKind> = new Set([
  'birth-date',
  'birth-place',
  'country',
  'sex',
  'city',
  'bank',
  'seen-from',
  'seen-until',
]);
/** A row without one of these is about nobody and nothing. */
const TELLS_WHO: ReadonlySet<ColumnKind> = new Set(
  (Object.keys(HEADERS) as ColumnKind[]).filter((kind) => !NARROWS.has(kind)),
);

/** Whether these cells are a header: most of them are known, and one of them says who or which. */
export function isHeader(cells: readonly string[]): boolean {
  const kinds = cells.map(columnKind);
  const known = kinds.filter((kind) => kind !== null);
  return known.length * 2 >= cells.length && known.some((kind) => TELLS_WHO.has(kind));
}
