import { ftmSubject, parseJsonLine, questionKeys, recordKeys } from '../match/index.ts';
import { EXIT } from './failure.ts';
import { eachLine, LineWriter } from './match-lines.ts';
import { readNoted } from './match-notes.ts';

export interface KeysOptions {
  readonly size: number;
  readonly country: string;
  readonly ask: boolean;
  readonly halves: boolean;
  readonly strict: boolean;
}

/** `entente match keys`: for each entity the keys its record would publish, or with --ask those an asker would spend. */
export async function writeKeys(file: string, options: KeysOptions): Promise<number> {
  const out = new LineWriter();
  const settings = { sizeClass: options.size, defaultCountry: options.country, withHalves: options.halves };
  const count = await eachLine(file, options.strict, async (text, note) => {
    const entity = readNoted(parseJsonLine(text), note);
    const subject = ftmSubject(entity);
    const { keys, withheld } = options.ask ? questionKeys(subject, settings) : recordKeys(subject, settings);
    await out.write({ id: entity.id, keys, withheld });
  });
  await out.flush();
  return count.bad === 0 ? EXIT.done : EXIT.negative;
}
