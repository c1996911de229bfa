import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareEntities,
  FTM_LINE_LENGTH_MAX,
  ftmKind,
  ftmSubject,
  MatchError,
  parseFtmEntity,
  parseJsonLine,
  questionKeys,
  readEntity,
  recordKeys,
  ScreenIndex,
} from './index.ts';

const entity = (schema: string, properties: Record<string, unknown>, id = 'a1') =>
  parseFtmEntity({ id, schema, properties });
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof MatchError) return error.code;
    throw error;
  }
};

describe('a line', () => {
  it('is JSON within its limits, or one of three coded errors', () => {
    expect(parseJsonLine('{"id":"a1"}')).toEqual({ id: 'a1' });
    expect(codeOf(() => parseJsonLine('{"id":'))).toBe('line-malformed');
    expect(codeOf(() => parseJsonLine('['.repeat(13) + ']'.repeat(13)))).toBe('line-too-deep');
    expect(codeOf(() => parseJsonLine(' '.repeat(FTM_LINE_LENGTH_MAX + 1)))).toBe('line-too-long');
    // Brackets inside a text are no nesting.
    expect(parseJsonLine(`["${'['.repeat(40)}\\"[["]`)).toHaveLength(1);
  });

  it('never finds its way into a message', () => {
    for (const text of ['{"name": Idris Velhane}', '{"id":"x","schema":"Idris Velhane","properties":{}}']) {
      try {
        parseFtmEntity(parseJsonLine(text));
      } catch (error) {
        expect((error as Error).message).not.toMatch(/idris|velhane/i);
      }
    }
  });
});

describe('an entity', () => {
  it('has an id, a schema and lists of texts; what has not is an error with a code', () => {
    for (const broken of [
      null,
      [],
      'text',
      {},
      { id: '', schema: 'Person', properties: {} },
      { id: 7, schema: 'Person', properties: {} },
      { id: 'a', schema: 'No Word', properties: {} },
      { id: 'a', schema: 'Person', properties: [] },
      { id: 'a', schema: 'Person' },
    ])
      expect(
        codeOf(() => parseFtmEntity(broken)),
        JSON.stringify(broken),
      ).toBe('entity-malformed');
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`p${at}`, ['x']]));
    expect(codeOf(() => entity('Person', many))).toBe('entity-too-large');
    expect(codeOf(() => entity('Person', { name: Array(4001).fill('x') }))).toBe('entity-too-large');
  });

  it('takes a single text for a list of one, and leaves entities inside it alone', () => {
    const read = entity('Person', {
      name: 'Idris Velhane',
      country: ['be', null],
      addressEntity: [{ id: 'b' }],
    });
    expect(read.properties.get('name')).toEqual(['Idris Velhane']);
    expect(read.properties.get('country')).toEqual(['be']);
    expect(read.properties.get('addressEntity')).toEqual([]);
  });

  it('loses only the values that are no text, and tells how many', () => {
    const read = entity('Person', {
      name: ['Idris Velhane', true, ['Driss Velhane'], 'x'.repeat(10_001)],
      idNumber: [85073003328, 2 ** 60],
      country: null,
      gender: false,
    });
    expect(read.properties.get('name')).toEqual(['Idris Velhane']);
    // The second is beyond 2^53: JSON has rounded it already.
    expect(read.properties.get('idNumber')).toEqual(['85073003328']);
    expect(read.properties.get('gender')).toEqual([]);
    expect(read.setAside).toBe(5);
    expect(entity('Person', { name: ['Idris Velhane', '', null] }).setAside).toBe(0);
  });

  it('is a person, an organisation or a thing; a LegalEntity with a birth date is a person', () => {
    expect(ftmKind(entity('Person', {}))).toBe('person');
    expect(ftmKind(entity('Company', {}))).toBe('organisation');
    expect(ftmKind(entity('LegalEntity', { name: ['Velhane'] }))).toBe('organisation');
    expect(ftmKind(entity('LegalEntity', { birthDate: ['1991'] }))).toBe('person');
    expect(ftmKind(entity('Vessel', {}))).toBe('thing');
    expect(ftmKind(entity('Trip', {}))).toBe('event');
  });
});

describe('the subject of an entity', () => {
  it('has its names, dates, numbers and addresses each in their place', () => {
    const subject = ftmSubject(
      entity('Person', {
        name: ['Idris Velhane'],
        alias: ['Driss Velhane'],
        weakAlias: ['the driver'],
        birthDate: ['1991-11-03'],
        nationality: ['be'],
        passportNumber: ['EM 123406'],
        idNumber: ['91.11.03-001.45'],
        phone: ['+32 470 12 34 06'],
        email: ['idris@example.org'],
        gender: ['male'],
        address: ['Averelstraat 14, 9000 Gent'],
      }),
    );
    expect(subject).toMatchObject({
      kind: 'person',
      names: ['Idris Velhane', 'Driss Velhane'],
      birthDates: ['1991-11-03'],
      documents: [{ kind: 'passport', issuer: 'BE', number: 'EM 123406' }],
      nationalNumbers: [{ country: 'BE', number: '91.11.03-001.45' }],
      phones: [{ number: '+32 470 12 34 06' }],
      accounts: [{ email: 'idris@example.org' }],
      sexes: ['male'],
      addresses: [{ text: 'Averelstraat 14, 9000 Gent', country: 'BE' }],
    });
  });

  it('puts a name together from its parts, and takes weak aliases where there is nothing else', () => {
    expect(ftmSubject(entity('Person', { firstName: ['Idris'], lastName: ['Velhane'] })).names).toEqual([
      'Idris Velhane',
    ]);
    expect(ftmSubject(entity('Person', { weakAlias: ['the driver'] })).names).toEqual(['the driver']);
  });

  it('takes no title of a person for a name', () => {
    expect(
      ftmSubject(entity('Person', { name: ['Odile Averinck'], title: ['Minister of Ports'] })).names,
    ).toEqual(['Odile Averinck']);
    expect(ftmSubject(entity('CourtCase', { title: ['The Oostkaai case'] })).names).toEqual([
      'The Oostkaai case',
    ]);
  });

  it('takes the number of the social insurance for the national number where there is no other, and once', () => {
    const insured = { socialSecurityNumber: ['2401777'], country: ['au'] };
    const { nationalNumbers, documents } = ftmSubject(entity('Person', insured));
    expect(nationalNumbers).toEqual([{ country: 'AU', number: '2401777' }]);
    expect(documents).toEqual([]);
    const both = ftmSubject(entity('Person', { ...insured, idNumber: ['9855318'] }));
    expect(both.nationalNumbers.map(({ number }) => number)).toEqual(['9855318']);
    expect(both.documents.map(({ number }) => number)).toEqual(['2401777']);
  });

  it('has papers of the nationality, or of the country whose rule the number keeps', () => {
    const numbered = (properties: Record<string, unknown>) =>
      ftmSubject(entity('Person', { idNumber: ['85.07.30-033.28'], ...properties })).nationalNumbers[0]
        ?.country;
    expect(numbered({ country: ['fr'], nationality: ['be'] })).toBe('BE');
    expect(numbered({ country: ['fr', 'be'] })).toBe('BE');
    expect(numbered({ country: ['fr'] })).toBe('FR');
    expect(
      ftmSubject(entity('Person', { passportNumber: ['EM 123406'], country: ['fr', 'be'] })).documents[0]
        ?.issuer,
    ).toBe('BE');
  });

  it('knows ships and cars by their own numbers', () => {
    expect(ftmSubject(entity('Vessel', { name: ['Kestrel'], imoNumber: ['IMO 9074729'] })).vessels).toEqual([
      { imo: 'IMO 9074729' },
    ]);
    expect(
      ftmSubject(entity('Vehicle', { registrationNumber: ['1-ABC-234'], country: ['be'] })).vehicles,
    ).toEqual([{ plate: '1-ABC-234', country: 'BE' }]);
  });
});

describe('two entities', () => {
  const settings = { sizeClass: 1_000_000, defaultCountry: 'BE' };
  const compared = (left: ReturnType<typeof entity>, right: ReturnType<typeof entity>) =>
    compareEntities(readEntity(left), readEntity(right), settings);

  it('of two kinds are never one', () => {
    const one = compared(entity('Person', { name: ['Velhane'] }), entity('Vessel', { name: ['Velhane'] }));
    expect(one).toMatchObject({ band: 'different', reasons: [{ attribute: 'kind' }] });
    expect(one.probability).toBeLessThan(1e-5);
  });

  it('with the same name and nothing else are never more than that', () => {
    const firm = entity('Company', { name: ['Velhane Oostkaai Werf NV'] });
    expect(compared(firm, firm).band).toBe('same-name-only');
    const numbered = entity('Company', {
      name: ['Velhane Oostkaai Werf NV'],
      registrationNumber: ['0417.123.406'],
      country: ['be'],
    });
    expect(compared(numbered, numbered).probability).toBeGreaterThan(compared(firm, firm).probability);
    expect(compared(numbered, numbered).evidence).toBeGreaterThan(compared(firm, firm).evidence);
  });

  it('are weighed by the sum of their reasons', () => {
    const [left, right] = [
      entity('Company', { name: ['Velhane BV'] }),
      entity('Company', { name: ['Velhane NV'] }),
    ];
    const { weight, reasons } = compared(left, right);
    expect(weight).toBeCloseTo(
      reasons.reduce((sum, reason) => sum + reason.weight, -Math.log2(1_000_000)),
      9,
    );
  });
});

describe('entities of every schema', () => {
  const settings = { sizeClass: 1000, defaultCountry: 'BE' };
  /** One of each schema, the same as another list has it, and another one of the kind. */
  const ROWS: readonly (readonly [schema: string, one: object, again: object, other: object])[] = [
    [
      'Person',
      { name: ['Idris Velhane'], birthDate: ['1991-11-03'] },
      { firstName: ['Идрис'], lastName: ['Вельхане'], birthDate: ['1991-11-03'] },
      { name: ['Idris Velhane'], birthDate: ['1956-02-17'] },
    ],
    [
      'Company',
      { name: ['Velhane Transport NV'], registrationNumber: ['0417.123.406'], jurisdiction: ['be'] },
      { name: ['VELHANE TRANSPORT'], registrationNumber: ['0417123406'], country: ['Belgium'] },
      { name: ['Velhane Transport NV'], registrationNumber: ['0899.555.406'], jurisdiction: ['be'] },
    ],
    [
      'Organization',
      { name: ['Averinck Oostkaai Sportclub'], email: ['sport@oostkaai.example'], country: ['be'] },
      { name: ['Oostkaai Sportclub Averinck'], email: ['SPORT@oostkaai.example'], country: ['be'] },
      { name: ['Torsvik Turnverein'], email: ['turn@torsvik.example'], country: ['be'] },
    ],
    [
      'LegalEntity',
      { name: ['Torsvik Marandel'], leiCode: ['5493001KJTIIGC8Y1R12'], country: ['nl'] },
      { name: ['Torsvik-Marandel'], leiCode: ['5493 001KJTIIGC8Y1R12'], jurisdiction: ['lu'] },
      { name: ['Torsvik Marandel'], leiCode: ['5493009ZZTIIGC8Y1R55'], country: ['nl'] },
    ],
    [
      'Vessel',
      { name: ['Kestrel'], imoNumber: ['IMO 9074729'], flag: ['be'] },
      { name: ['KESTREL II'], imoNumber: ['9074729'], flag: ['pa'] },
      { name: ['Kestrel'], imoNumber: ['IMO 9811000'], flag: ['be'] },
    ],
    [
      'Vehicle',
      { registrationNumber: ['1-ABC-234'], country: ['be'] },
      { registrationNumber: ['1ABC234'], country: ['be'] },
      { registrationNumber: ['1-ABC-235'], country: ['be'] },
    ],
    [
      'BankAccount',
      { iban: ['BE71 0961 2345 6769'] },
      { iban: ['BE71096123456769'], bankName: ['Oostkaai Bank'] },
      { iban: ['BE85 0961 2345 6707'] },
    ],
    [
      'BankAccount',
      { accountNumber: ['40-1234-5678-06'], country: ['pl'] },
      { accountNumber: ['401234567806'], country: ['pl'] },
      { accountNumber: ['40-1234-5678-07'], country: ['pl'] },
    ],
    [
      'CryptoWallet',
      { publicKey: ['BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'] },
      { publicKey: ['bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'] },
      { publicKey: ['0x52908400098527886E0F7030069857D2E4169EE7'] },
    ],
    [
      'Passport',
      { number: ['EM 123406'], country: ['be'], name: ['Passport'] },
      { passportNumber: ['em123406'], country: ['Belgique'] },
      { number: ['EM 123407'], country: ['be'] },
    ],
    [
      'Identification',
      { number: ['591-0012345-31'], type: ['identity card'], country: ['be'] },
      { number: ['591001234531'], type: ['Identiteitskaart'], country: ['be'] },
      { number: ['591-0012346-32'], type: ['identity card'], country: ['be'] },
    ],
    [
      'Address',
      { full: ['Averelstraat 14 bus 3, 9000 Gent'], country: ['be'] },
      { street: ['rue Averel 14 bte 3'], city: ['Gand'], postalCode: ['9000'], country: ['be'] },
      { full: ['Averelstraat 96, 9000 Gent'], country: ['be'] },
    ],
    [
      'Call',
      { callerNumber: ['+32 470 12 34 06'] },
      { callerNumber: ['0470/12.34.06'] },
      { callerNumber: ['+32 470 12 34 07'] },
    ],
  ];

  it.each(ROWS)('share a key and score above another of their kind: %s', (schema, one, again, other) => {
    const read = (properties: object, id: string) => readEntity(entity(schema, { ...properties }, id));
    const [mine, theirs, stranger] = [read(one, 'a'), read(again, 'b'), read(other, 'c')];
    const same = compareEntities(mine, theirs, settings);
    const apart = compareEntities(mine, stranger, settings);
    expect(['confirmed', 'likely']).toContain(same.band);
    expect(['confirmed', 'likely']).not.toContain(apart.band);
    expect(same.probability).toBeGreaterThan(apart.probability);
    const published = new Set(
      recordKeys(theirs.subject, settings).keys.map(({ rule, value }) => `${rule} ${value}`),
    );
    const asked = questionKeys(mine.subject, settings).keys.map(({ rule, value }) => `${rule} ${value}`);
    expect(asked.some((key) => published.has(key))).toBe(true);
    const ofStranger = recordKeys(stranger.subject, settings).keys.map(
      ({ rule, value }) => `${rule} ${value}`,
    );
    // Two firms of one name are told apart by their numbers; what they are called they share.
    if (schema !== 'Company' && schema !== 'LegalEntity' && schema !== 'Person')
      expect(asked.filter((key) => ofStranger.includes(key))).toEqual([]);
  });

  it('meet by the numbers that are the world’s, whichever country asks', () => {
    const ship = readEntity(entity('Vessel', { imoNumber: ['9074729'] })).subject;
    const [asked, held] = [
      questionKeys(ship, { sizeClass: 10_000, defaultCountry: 'NL' }),
      recordKeys(ship, settings),
    ].map(({ keys }) => keys.map(({ value }) => value));
    expect(asked).toEqual(held);
    expect(held).toHaveLength(1);
  });
});

describe('an index to screen against', () => {
  it('finds whoever shares a rare word in another spelling, a number, or the initials', () => {
    const index = new ScreenIndex({ defaultCountry: 'BE' });
    for (const held of [
      entity('Person', { name: ['Идрис Вельхане'] }, 'p1'),
      entity('Person', { name: ['Orvan Tasmo'], phone: ['+32 470 12 34 06'] }, 'p2'),
      entity('Company', { name: ['Oostkaaise Kranen Werf NV'] }, 'c1'),
      entity('Person', { name: ['Somebody Else'] }, 'p3'),
    ])
      index.add(readEntity(held));
    const found = (sought: ReturnType<typeof entity>): string[] =>
      index.candidates(readEntity(sought)).map(({ id }) => id);
    expect(found(entity('Person', { name: ['Idris Velhane'] }))).toContain('p1');
    expect(found(entity('Person', { name: ['Nobody'], phone: ['0470/12.34.06'] }))).toContain('p2');
    expect(found(entity('Company', { name: ['OKW'] }))).toContain('c1');
    expect(found(entity('Company', { name: ['Zzyx'] }))).toEqual([]);
  });
});

describe('any line', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'Idris Velhane',
      'Velhane GmbH',
      '1991-11-03',
      '+32470123406',
      'BE71096123456769',
      'be',
      '٠٤٧٠',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const value = fc.oneof(text, fc.array(text, { maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), fc.integer());
  const properties = fc.dictionary(
    fc.constantFrom(
      'name',
      'alias',
      'birthDate',
      'phone',
      'passportNumber',
      'idNumber',
      'country',
      'address',
      'imoNumber',
      'iban',
      'email',
      'imei',
      'iccid',
      'registrationNumber',
      'gender',
      '__proto__',
      'street',
    ),
    value,
    { maxKeys: 6 },
  );
  const schema = fc.constantFrom(
    'Person',
    'Company',
    'LegalEntity',
    'Vessel',
    'Vehicle',
    'Address',
    'Passport',
    'Nothing',
    '7',
  );
  const line = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({ id: fc.oneof(text, fc.constant(7)), schema, properties })
        .map((made) => JSON.stringify(made)),
    },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
  );

  it('is an entity that can be compared and keyed, or an error with a code', () => {
    const settings = { sizeClass: 10_000, defaultCountry: 'BE' };
    const other = readEntity(
      entity('Person', { name: ['Idris Velhane'], birthDate: ['1991-11-03'], country: ['be'] }),
    );
    let entities = 0;
    fc.assert(
      fc.property(line, (written) => {
        let read: ReturnType<typeof readEntity>;
        try {
          read = readEntity(parseFtmEntity(parseJsonLine(written)));
        } catch (error) {
          expect(error).toBeInstanceOf(MatchError);
          return;
        }
        entities += 1;
        const { probability } = compareEntities(read, other, settings);
        expect(probability >= 0 && probability <= 1).toBe(true);
        recordKeys(read.subject, settings);
        questionKeys(read.subject, settings);
      }),
      { numRuns: 5000 },
    );
    expect(entities).toBeGreaterThan(500);
  });
});
