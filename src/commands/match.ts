import { type Command, InvalidArgumentError } from 'commander';

/** Runs a command's work and ends with its exit code. */
export type Run = (json: boolean, work: () => Promise<number | void> | number) => Promise<void>;

interface Shared {
  readonly size: number;
  readonly country: string;
  readonly strict: boolean;
}

const FORM = `
Every line is one entity of FollowTheMoney as JSON: an id, a schema and lists of texts.
  {"id":"a1","schema":"Person","properties":{"name":["Idris Velhane"],"birthDate":["1991-11-03"],"phone":["+32 470 00 00 01"]}}
  {"id":"b7","schema":"Company","properties":{"name":["Velhane Transport SPRL"],"country":["be"]}}
A line that cannot be read is named on standard error with its number and left out; --strict stops at the first one.
"-" is standard input. Every line of the output is one JSON object.`;

const EXIT_CODES = `
Exit codes: 0 done · 1 done, but some lines could not be read · 2 wrong use · 3 failed`;

/**
 * `entente match …`: the matcher at the command line, on lines of JSON. Nothing is stored and nothing is asked of anybody;
 * neither a database nor a configuration is needed. Each command's code is loaded when it is called.
 */
export function addMatchCommands(program: Command, run: Run): void {
  const match = program
    .command('match')
    .description(
      'are these the same? on entities of FollowTheMoney, one JSON object a line; needs no database',
    )
    .addHelpText(
      'after',
      `${FORM}

Try:  echo '{"left":{"id":"1","schema":"Person","properties":{"name":["Idris Velhane"],"birthDate":["1991"]}},
             "right":{"id":"2","schema":"Person","properties":{"name":["Идрис Вельхане"],"birthDate":["1991-11-03"]}}}' |
        tr -d '\\n' | entente match score -`,
    );
  addScore(match, run);
  addKeys(match, run);
  addResolve(match, run);
  addScreen(match, run);
}

function addScore(match: Command, run: Run): void {
  shared(match.command('score [pairs]'), 1_000)
    .description('{"left":…,"right":…} lines in; probability, weight, evidence, band and reasons out')
    .addHelpText(
      'after',
      `${FORM}
A pair is {"left": entity, "right": entity}. Out comes
  {"left":"a1","right":"b7","probability":0.93,"weight":3.7,"evidence":31.2,"band":"likely","reasons":[{"attribute","level","because","weight"}]}
Weights are powers of two: +3 is eight times likelier one than two. The probability ranks; the evidence says how much there
was to compare. Bands: confirmed, likely, possible, same-name-only (the same name and nothing else: never a confirmation),
different, nothing-to-compare.
${EXIT_CODES}`,
    )
    .action((pairs: string | undefined, options: Shared) =>
      run(false, async () => (await import('./match-score.ts')).scorePairs(pairs ?? '-', options)),
    );
}

function addKeys(match: Command, run: Run): void {
  shared(match.command('keys [entities]'), 1_000_000)
    .description('entities in; out the match keys that each record would publish, and what gave none and why')
    .option('--ask', 'the keys an asker would spend instead: spellings, countries, at most 64', false)
    .option('--halves', 'half keys too, marked as such', false)
    .addHelpText(
      'after',
      `${FORM}
Out comes {"id":"a1","keys":[{"keyClass","rule","value","strength","family","about","subjectPart"}],"withheld":[{"rule","because"}]}.
A key goes out on its own only where at most 0.02 records of a holding of --size would match by chance.
${EXIT_CODES}`,
    )
    .action((entities: string | undefined, options: Shared & { ask: boolean; halves: boolean }) =>
      run(false, async () => (await import('./match-keys.ts')).writeKeys(entities ?? '-', options)),
    );
}

function addResolve(match: Command, run: Run): void {
  withCountry(match.command('resolve [entities]'))
    .description('entities in; out a cluster id for each: those of one cluster are probably one')
    .option(
      '--refine',
      'also learn from the file how often its records of one disagree, without labels; from several hundred entities on',
      false,
    )
    .addHelpText(
      'after',
      `${FORM}
Out comes {"id":"a1","cluster":"…"} for each entity, in the order they came. All of them are held in memory. How common a name, a
place or an address is, is counted in the file. The clusters depend on the entities alone, not on their order; with --refine, which
helps most where one source slips much more often than another, on the order by which pairs are drawn as well.
${EXIT_CODES}`,
    )
    .action((entities: string | undefined, options: { country: string; strict: boolean; refine: boolean }) =>
      run(false, async () => (await import('./match-resolve.ts')).resolveClusters(entities ?? '-', options)),
    );
}

function addScreen(match: Command, run: Run): void {
  withCountry(match.command('screen <list>'))
    .description('each entity of a list against a file of entities; only hits come out, nothing is kept')
    .requiredOption('--against <file>', 'the entities to look among; held in memory')
    .option('--least <probability>', 'a hit from this probability on', probability, 0.1)
    .addHelpText(
      'after',
      `${FORM}
Example:  entente match screen passengers.ndjson --against wanted.ndjson > hits.ndjson
Out comes {"id": of the list, "match": of the file, "probability", "weight", "evidence", "band", "reasons"}, likeliest first.
Each is compared with the 300 of the file that share most with it. How far it is stands on standard error; Ctrl-C cancels.

Exit codes: 0 hits · 1 no hit, and everything was read · 2 wrong use · 3 failed, or some lines could not be read`,
    )
    .action((list: string, options: { against: string; least: number; country: string; strict: boolean }) =>
      run(false, async () => (await import('./match-screen.ts')).screenList(list, options)),
    );
}

/** What score and keys have in common. */
function shared(command: Command, size: number): Command {
  return withCountry(command).option('--size <count>', 'in how many records one is looked for', count, size);
}

/** What all have in common. */
function withCountry(command: Command): Command {
  return command
    .option(
      '--country <code>',
      'whose national phone numbers and plates are meant where none is said',
      country,
      'BE',
    )
    .option('--strict', 'stop at the first line that cannot be read', false)
    .option('--json', 'accepted for the sake of scripts: the output always is JSON lines', false);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1 || value > 1e9)
    throw new InvalidArgumentError('expected a number from 1 to 1000000000');
  return value;
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('expected a probability from 0 to 1');
  return value;
}

function country(text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text)) throw new InvalidArgumentError('expected two letters such as BE');
  return text.toUpperCase();
}
