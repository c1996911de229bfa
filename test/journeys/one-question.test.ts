import { describe, expect, it } from 'vitest';
import { listHits, readQuestion } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown } from '../town/town.ts';

const PHONE = '+33639984711';

describe('one sealed question between two agencies', () => {
  it('hits the phone that the other agency holds, and says no hit for one that it does not', async () => {
    await using town = await buildTown([
      {
        id: 'jpn',
        country: 'BE',
        rows: [
          row(
            '1',
            [thing('x', 'exhibit', [['name', 'Exhibit 12']]), thing('p', 'phone', [['number', PHONE]])],
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
                ['name', 'Tomas Averinck'],
                ['birth-date', '1990-05-17'],
              ]),
              thing('p', 'phone', [['number', PHONE]]),
            ],
            [link('t', 'uses', 'p')],
          ),
        ],
      },
    ]);
    const jpn = town.member('jpn');
    const ask = (text: string) =>
      jpn.agency.exchange.ask({
        text,
        without: [],
        actor: jpn.officer('investigator'),
        caseId: jpn.caseId,
        purpose: 'investigate-offence',
        offence: 'terrorism',
        legalBasis: 'criminal-procedure',
        urgency: 'normal',
        justification: 'found in exhibit 12',
      });
    const id = await ask(PHONE);
    await town.settle();
    const question = await readQuestion(jpn.database, id);
    expect(question?.answers).toMatchObject([{ partner: 'crp', state: 'hit', hits: 1 }]);
    expect(await listHits(jpn.database, { questionId: id })).toMatchObject([
      { about: `phone ${PHONE}`, state: 'sealed' },
    ]);
    const other = await ask('+33639980000');
    await town.settle();
    expect((await readQuestion(jpn.database, other))?.answers).toMatchObject([
      { state: 'no-hit', manifestNumber: 1 },
    ]);
  });
});
