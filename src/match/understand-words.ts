/** Words with which officers introduce a value, in English, French, Dutch and German. */
const born =
  'born(?: on)?|birth ?date|date of birth|dob|b\\.d\\.|née? le|née?|geboren(?: op| am)?|geboortedatum|geb\\.?|geburtsdatum|date de naissance|nat\\.';
const phone =
  'phones?|tel(?:ephone|efoon|efon)?\\.?|tél(?:éphone)?\\.?|gsm|mobile|mobiel|handy|portable|cell|calls|uses|number|nummer|numéro|appelle|belt|ruft an';
const plate =
  'drives|plates?|car|vehicle|nummerplaat|kenteken|kennzeichen|plaque|immatriculation|voiture|auto|wagen|rijdt(?: met)?|fährt|roule en|reg(?:istration)?\\.?';
const passport = 'passport|paspoort|passeport|reisepass|pass(?:port)? (?:no|nr)\\.?';
const idCard = 'id[- ]?card|identiteitskaart|carte d.identité|carte d.identite|personalausweis|cni|eid';
const licence = 'driving licence|rijbewijs|permis de conduire|führerschein';
const home =
  'lives(?: at| in| on)?|resides(?: at| in)?|stays(?: at| in)?|address|adres|adresse|anschrift|woont(?: te| in| op)?|verblijft(?: te| in)?|habite(?: au?| à)?|demeurant|domicilié(?: à)?|wohnt(?: in)?|wohnhaft(?: in)?';
const work =
  'works (?:at|for)|employed (?:at|by)|company|firm|firma|werkt (?:bij|voor)|travaille (?:chez|pour)|société|arbeitet bei|owns|runs';
const alias = 'alias|aka|a\\.k\\.a\\.|also known as|dit|genannt|ook gekend als|known as';
const national =
  'national (?:number|no\\.?)|rijksregister(?:nummer)?|nrn|insz|niss|numéro national|registre national|nir|bsn|steuer-?id|burgerservicenummer|nn';

const account =
  'account|acct\\.?|a/c|compte|rekening(?:nummer)?|rek\\.|konto(?:nummer)?|kto\\.?|cuenta|conto';
/** Words that stand between an account's number and the bank that it is with. */
export const BANK_WORDS = 'at|with|bank|bic|swift|blz|sort code|routing|chez|à|bij|bei|banque|auprès de';
const service =
  'telegram|twitter|facebook|messenger|instagram|insta|snapchat|tiktok|discord|threema|wickr|matrix|skype|vkontakte|vk|viber|wechat|steam|xbox|psn|paypal|ebay|airbnb|reddit|youtube|twitch|linkedin|onlyfans|kik|icq|jabber|xmpp';

/** Label words by what follows them. */
export const LABELS = {
  born,
  phone,
  plate,
  passport,
  idCard,
  licence,
  home,
  work,
  alias,
  national,
  account,
  service,
} as const;

/** Words that say a place is only roughly known. */
export const VAGUE =
  /^(?:(?:lives?|resides?|stays?|somewhere|habite|woont|wohnt|verblijft)\s+)?(?:near|nearby|close to|around|somewhere|next to|behind|opposite|près de|pres de|proche de|autour de|vlakbij|dichtbij|bij de|in de buurt van|nahe|in der nähe)(?:\s|$)/iu;

/** Words that are no name, alone or at the edge of one. */
export const FILLERS: ReadonlySet<string> = new Set(
  (
    'and the a an of on at in with his her their is was has have he she they name person suspect unknown who that this for to from by or not maybe perhaps called ' +
    'et le la les un une avec son sa est nom personne inconnu qui pour ou ' +
    'en de het een met zijn haar naam persoon onbekend die voor of ' +
    'und der die das ein eine mit sein ihr ist name unbekannt mr mrs drives uses lives born phone car plate'
  ).split(' '),
);

/** A line that begins with one of these goes on about the subject of the line before. */
export const CONTINUES = new RegExp(
  `^\\s*[-•*]?\\s*(?:${Object.values(LABELS).join('|')}|imei|imsi|iccid|sim|iban|vin|imo|mmsi|e-?mail|seen|in use|between|entre|tussen|zwischen)(?:[\\s:.=]|$)`,
  'iu',
);
