import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AGENCY_IDS, DEMO_AGENCIES } from './agencies.ts';
import { belgianNationalNumber, luhnDigit, passesLuhn, vinWithCheck } from './check-digits.ts';
import { dropAccents } from './clerk.ts';
import { DemoError } from './errors.ts';
import { arabicSpelling, writeArabic } from './names-arabic.ts';
import { writeCyrillic } from './names-cyrillic.ts';
import { Random } from './random.ts';
import { STORY } from './story.ts';
import { persregTransactions } from './systems/persreg.ts';
import { generateTown } from './town.ts';
import { truthOf } from './truth.ts';

const town = generateTown({ peoplePerAgency: 600 });
const truth = truthOf(town);
const records = AGENCY_IDS.flatMap((agency) => town.holdings[agency]);

describe('the demo town', () => {
  it('is the same for the same seed and another one for another seed', () => {
    const one = JSON.stringify(generateTown({ seed: 7, peoplePerAgency: 80 }));
    expect(JSON.stringify(generateTown({ seed: '7', peoplePerAgency: 80 }))).toBe(one);
    expect(JSON.stringify(generateTown({ seed: 8, peoplePerAgency: 80 }))).not.toBe(one);
  });

  it('does not change unnoticed', () => {
    const digest = createHash('sha256')
      .update(persregTransactions(generateTown({ peoplePerAgency: 60 }).holdings.jpn))
      .digest('hex');
    expect(digest.slice(0, 16)).toBe('b8bd52669073f59a');
  });

  it('can be 60 people small and refuses less, and more than 200,000', () => {
    for (const agency of AGENCY_IDS)
      expect(generateTown({ peoplePerAgency: 60 }).holdings[agency].length).toBeGreaterThanOrEqual(60);
    expect(() => generateTown({ peoplePerAgency: 59 })).toThrow(DemoError);
    expect(() => generateTown({ sizes: { crp: 200_001 } })).toThrow('60 to 200000');
  });

  it('gives every record of an agency a key of its own, but for the rows planted to repeat one', () => {
    for (const agency of AGENCY_IDS) {
      const keys = town.holdings[agency]
        .filter((record) => record.defect !== 'repeated-row' && record.defect !== 'key-reused')
        .map((record) => record.key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('speaks three scripts', () => {
    const originals = records.map((record) => record.original).join('');
    expect(originals).toMatch(/\p{Script=Arabic}/u);
    expect(originals).toMatch(/\p{Script=Cyrillic}/u);
  });

  it('holds people that two or three agencies know, and counts a link only between two agencies', () => {
    const people = truth.crossAgencyLinks.filter((link) => link.kind === 'person');
    expect(people.length).toBeGreaterThan(100);
    for (const link of truth.crossAgencyLinks) expect(link.left.agency).not.toBe(link.right.agency);
  });

  it('has namesakes: one full name, two people', () => {
    const names = new Map<string, number>();
    for (const person of truth.people)
      names.set(`${person.given} ${person.family}`, (names.get(`${person.given} ${person.family}`) ?? 0) + 1);
    expect(Math.max(...names.values())).toBeGreaterThan(1);
  });

  it('bears no name of a public person on purpose', () => {
    const seen = truth.people.map((person) =>
      createHash('sha256')
        .update(dropAccents(`${person.given} ${person.family}`).toLowerCase())
        .digest('hex')
        .slice(0, 16),
    );
    expect(seen.filter((hash) => PUBLIC_NAMES.has(hash))).toEqual([]);
  });
});

/** SHA-256 (first 16 digits) of names of heads of state and others in the news, so that no real name stands in the project. */
const PUBLIC_NAMES = new Set([
  '0a7d4e0a7d2ce6be',
  '0f5d171318ce6a57',
  '121a65b09cd49aa6',
  '154c3d6600d571fd',
  '16571eb90204d582',
  '16e0f766ba6dacae',
  '1ab610faa690b9da',
  '1caa3ebd33edb4b2',
  '2207acd2bea5de4d',
  '238993b48650597f',
  '248f4705d7801a79',
  '25f777602fb71335',
  '275f0f45c0de0867',
  '2a4f28a2f6f845a9',
  '2a868d08c1678d41',
  '2bceb9256b145d2e',
  '2bedaeaa981ed95c',
  '2d30f99b4d3090fe',
  '3104c2ce124f0cc5',
  '34c5cfacbfa2a69d',
  '4081ccd05d364a22',
  '487be95e9793194f',
  '4a643ffb0efc89f2',
  '4befe8a4446daa29',
  '4d0890f00d9f5886',
  '512763a1099a533b',
  '520573d826da3273',
  '60d5b989f69fd666',
  '6395a3e6f93051cd',
  '6673b424103ecc1c',
  '677733483a30f05e',
  '6e101f0525bb0eea',
  '6ff1b3a6320f4175',
  '72f7914e7f0b5dc4',
  '73803d03a5a39806',
  '75710bf9cc25a1f9',
  '76c0f67c5f2f1809',
  '79b0ef52adab54ed',
  '8773bcec28bb83da',
  '89b605c572e5a02a',
  '8c0fed7406ad60e7',
  '8c66d8213bdcd562',
  '91004a4f26532b83',
  '9ac42ba0cd97974e',
  '9d381ef3cd396a1b',
  '9fdc584fab0699f6',
  'a59be0c5fb4f6cc4',
  'a5f8e043b8747419',
  'a8697195e64889d8',
  'a9a4b243da0fafe8',
  'aa74d027dd40e608',
  'b9a6a7d1aca41870',
  'bffcefdd64d5f43b',
  'c43aec8262cf1633',
  'c6e8493a82130d81',
  'cae80a4438315e50',
  'cc3e184375a40ba5',
  'cce823c1a17ec803',
  'd2c1b4ab7e094f37',
  'd66503db7265a99b',
  'd6fbd188b10ffc3a',
  'dbc8caec0420dd86',
  'dee0a3a760b9571a',
  'e191d5127a9d95ed',
  'e57b4de4a08eb9ad',
  'e57ceeee0707acbd',
  'e81594a204fd0056',
  'ea9e28aebcc51969',
  'ec0ad3bed411d73d',
  'f37d62e128bedc15',
  'f85ab3a14c63a181',
]);

describe('the story', () => {
  const find = (agency: (typeof AGENCY_IDS)[number], key: string) =>
    town.holdings[agency].find((record) => record.key === key);
  const { records: keys } = truth.story;

  it('begins with an exhibit: a SIM used once whose number is the story phone', () => {
    const exhibit = find('jpn', keys.exhibit);
    expect(exhibit?.kind).toBe('exhibit');
    expect(exhibit?.phones[0]?.number).toBe('+33639984711');
  });

  it('leads to a contact at the coast, with his vehicle under H2', () => {
    const tomas = find('crp', keys.tomasAtCrp);
    expect(tomas).toMatchObject({
      given: 'Tomas',
      family: 'Averinck',
      category: 'contact',
      handling: 'H0',
      vehicleHandling: 'H2',
    });
    expect(tomas?.vehicle?.plate).toBe(find('pcs', keys.driverAtPcs)?.vehicle?.plate);
  });

  it('leads to his mother, who rents the flat where the wanted man stays', () => {
    const odile = find('fio', keys.odileAtFio);
    const tomas = find('fio', keys.tomasAtFio);
    const idris = find('ard', keys.idrisAtArd);
    expect(odile).toMatchObject({ given: 'Odile', category: 'contact', addressLink: 'rents' });
    expect(tomas?.links).toEqual([{ key: keys.odileAtFio, category: 'contact', link: 'family' }]);
    expect(idris).toMatchObject({ given: 'Idris', category: 'suspect', addressLink: 'stays' });
    expect(idris?.address).toEqual(odile?.address);
    expect(idris?.wantedSince).not.toBe('');
  });

  it('knows of a man of a common name by his firm alone: neither record has a birth date, and they have nothing else in common', () => {
    const [atArd, atCrp] = [find('ard', keys.moverAtArd), find('crp', keys.moverAtCrp)];
    for (const record of [atArd, atCrp])
      expect(record).toMatchObject({
        given: 'Hendrik',
        family: 'Peeters',
        birth: '',
        birthPlace: '',
        organisation: { name: 'Kaaimeeuw' },
      });
    expect(atArd?.objects).toEqual([]);
    expect(atCrp?.objects).toEqual([`phone:${STORY.moverPhone}`]);
    const links = truth.crossAgencyLinks.filter(({ left, right }) =>
      [left, right].every(({ recordKey }) => recordKey === keys.moverAtArd || recordKey === keys.moverAtCrp),
    );
    expect(links.map(({ kind }) => kind)).toEqual(['person']);
  });

  it('has a second man of his name in the same log book, whom truth does not take for him', () => {
    const [mover, namesake] = [find('crp', keys.moverAtCrp), find('crp', keys.namesakeAtCrp)];
    expect(namesake).toMatchObject({ given: 'Hendrik', family: 'Peeters', organisation: null });
    expect(namesake?.personId).not.toBe(mover?.personId);
  });

  it('is seen whole by no agency: phone, name, flat and plate are each held by two agencies only', () => {
    const holders = (kind: string, value: string) =>
      [
        ...new Set(
          truth.objects
            .find((object) => object.kind === kind && object.value === value)
            ?.records.map((ref) => ref.agency),
        ),
      ].sort();
    expect(holders('phone', STORY.storyPhone)).toEqual(['crp', 'jpn']);
    expect(holders('vehicle', `FR|${STORY.h2Plate}`)).toEqual(['crp', 'pcs']);
    expect(holders('address', 'Quay Lane|14|3|Oostkaai|BE')).toEqual(['ard', 'fio']);
    expect(holders('phone', STORY.burnerPhone)).toEqual(['jpn']);
  });

  it('hides 26 people whose every link has its ends in two agencies', () => {
    expect(town.network.people).toHaveLength(26);
    const linked = new Set(truth.hiddenLinks.flatMap((link) => [link.from, link.to]));
    expect(linked.size).toBe(26);
    for (const link of truth.hiddenLinks) expect(link.fromAgency).not.toBe(link.toAgency);
    for (const link of truth.hiddenLinks.filter((one) => one.via.startsWith('phone:'))) {
      const object = truth.objects.find((one) => `phone:${one.value}` === link.via);
      expect(object?.records.filter((ref) => ref.agency === link.toAgency)).toHaveLength(1);
    }
  });

  it('has a number called by thirty suspects and a suspect with forty records', () => {
    expect(keys.hubCallers).toHaveLength(30);
    expect(keys.manyRecords).toHaveLength(40);
    expect(new Set(keys.manyRecords.map((key) => find('crp', key)?.personId)).size).toBe(1);
  });
});

describe('the identifiers', () => {
  it('pass the check digits worked out by hand', () => {
    // 7992739871: doubled from the right 1·2=2, 8·2=16→7, 3·2=6, 2·2=4, 9·2=18→9, plus 7+9+7+9+7 = 67; 67 + 3 = 70.
    expect(luhnDigit('7992739871')).toBe('3');
    // 850730033 mod 97 = 69 (97 × 8770412 = 850729964), 97 − 69 = 28.
    expect(belgianNationalNumber('1985-07-30', 33)).toBe('85073003328');
    // Every character 1: the weights add up to 89, 89 mod 11 = 1.
    expect(vinWithCheck('11111111111111111')).toBe('11111111111111111');
  });

  it('are valid IMEI and ICCID everywhere, in ranges that no network hands out', () => {
    const phones = records.flatMap((record) => record.phones);
    for (const phone of phones) {
      if (phone.imei !== '') expect(phone.imei.startsWith('0010') && passesLuhn(phone.imei)).toBe(true);
      if (phone.iccid !== '') expect(passesLuhn(phone.iccid)).toBe(true);
      if (phone.imsi !== '') expect(phone.imsi).toMatch(/^00101\d{10}$/);
      expect(phone.number).toMatch(/^\+\d{9,14}$/);
    }
  });
});

describe('the clerks', () => {
  it('write an Arabic name as it is written and as each country hears it', () => {
    expect(arabicSpelling('muHammad')).toBe('محمد');
    expect(arabicSpelling('fATima@')).toBe('فاطمة');
    const said = (language: 'fr' | 'nl' | 'de' | 'en') =>
      new Set(
        Array.from({ length: 60 }, (_, turn) => writeArabic('rashId', language, new Random(String(turn)))),
      );
    expect(said('fr')).toContain('Rachid');
    expect(said('de')).toContain('Raschid');
    expect(said('en')).toEqual(new Set(['Rashid', 'Rasheed']));
  });

  it('write a Cyrillic name by their own rules', () => {
    const said = (language: 'fr' | 'nl' | 'de' | 'en') => writeCyrillic('Щукин', language, new Random('1'));
    expect(said('de')).toBe('Schtschukin');
    expect(said('nl')).toBe('Sjtsjoekin');
    expect(said('en')).toBe('Shchukin');
    expect(said('fr')).toMatch(/^Chtchoukine?$/);
  });
});

describe('the agencies', () => {
  it('have an officer for each role, with invented passwords', () => {
    for (const agency of DEMO_AGENCIES)
      expect(new Set(agency.officers.map((officer) => officer.role)).size).toBe(5);
    expect(truth.signIns).toHaveLength(25);
  });
});
