/** The story of the town: one chain over four agencies, and a branch that must stop. Everyone is invented. */
import { link, person, row, thing } from './rows.ts';
import type { TownAgency } from './town.ts';

/** From a range that is reserved for fiction. */
export const STORY_PHONE = '+33639984711';
export const TOMAS = { name: 'Tomas Averinck', born: '1990-05-17' };
export const PLATE = 'GH-482-KL';
export const FLAT = { address: 'Quay Lane 14 flat 3', city: 'Ardenburg', country: 'BE' };
export const WANTED_MAN = 'Idris Velhane';

const flat = () =>
  thing('a', 'address', [
    ['address', FLAT.address],
    ['city', FLAT.city],
    ['country', FLAT.country],
  ]);

/** Five agencies; no single one sees more than its own link of the chain. */
export const STORY: readonly TownAgency[] = [
  {
    id: 'jpn',
    country: 'BE',
    rows: [
      row(
        '1',
        [thing('x', 'exhibit', [['name', 'Exhibit 12']]), thing('p', 'phone', [['number', STORY_PHONE]])],
        [link('x', 'uses', 'p')],
      ),
    ],
  },
  {
    id: 'crp',
    country: 'FR',
    rows: [
      row(
        '1',
        [
          person('t', 'contact', [
            ['name', TOMAS.name],
            ['birth-date', TOMAS.born],
          ]),
          thing('p', 'phone', [['number', STORY_PHONE]]),
          thing(
            'v',
            'vehicle',
            [
              ['plate', PLATE],
              ['plate-country', 'FR'],
            ],
            { handling: ['H0', 'H2'] },
          ),
        ],
        [link('t', 'uses', 'p'), link('t', 'uses', 'v', ['H0', 'H2'])],
      ),
    ],
  },
  {
    id: 'fio',
    country: 'DE',
    rows: [
      row(
        '1',
        [
          person('t', 'contact', [
            ['name', TOMAS.name],
            ['birth-date', TOMAS.born],
          ]),
          person('o', 'contact', [
            ['name', 'Odile Averinck'],
            ['birth-date', '1962-11-02'],
          ]),
          flat(),
        ],
        [link('o', 'family-of', 't'), link('o', 'rents', 'a')],
      ),
    ],
  },
  {
    id: 'ard',
    country: 'BE',
    rows: [
      row(
        '1',
        [
          person('i', 'suspect', [
            ['name', WANTED_MAN],
            ['birth-date', '1988-02-29'],
            ['wanted-since', '2026-09-01'],
          ]),
          flat(),
        ],
        [link('i', 'stays-at', 'a')],
      ),
    ],
  },
  {
    id: 'pcs',
    country: 'NL',
    rows: [
      row(
        '1',
        [
          person('d', 'suspect', [
            ['name', 'Maarten Duivel'],
            ['birth-date', '1979-08-08'],
          ]),
          thing('v', 'vehicle', [
            ['plate', PLATE],
            ['plate-country', 'FR'],
          ]),
        ],
        [link('d', 'uses', 'v')],
      ),
    ],
  },
];

/** The agencies of the story with these ids. */
export function agenciesOf(...ids: readonly string[]): readonly TownAgency[] {
  return STORY.filter((agency) => ids.includes(agency.id));
}
