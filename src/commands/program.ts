import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Help, InvalidArgumentError, Option } from 'commander';
import { LEGAL_BASES, OFFENCES, PURPOSES } from '../model/index.ts';
import type { AskOptions } from './ask.ts';
import type { ManifestOptions } from './audit-manifest.ts';
import type { AnswerOptions, CheckOptions, SampleOptions } from './audit.ts';
import { EXIT, fail } from './failure.ts';
import { HELP } from './help.ts';
import type { RunOptions, TryOptions } from './intake.ts';
import { addMatchCommands } from './match.ts';
import { addAgreementCommands, addKeyCommands, addOfficerCommands } from './set-up.ts';

// Each command's code is loaded when it is called: whoever compares two names does not wait for a database driver.
const intakeCommands = () => import('./intake.ts');
const ledgerCommands = () => import('./ledger.ts');
const auditCommands = () => import('./audit.ts');

/** Room exchange has the same list (AUDITED); it is not loaded for a help text. */
const AUDITED = ['published', 'questions'];

const number =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`expected a number from ${min} to ${max}`);
    return value;
  };

const seedWord = (text: string): string => {
  if (!/^[a-z0-9-]{1,40}$/.test(text))
    throw new InvalidArgumentError('expected lower-case letters, digits and hyphens');
  return text;
};

/** Runs a command and ends with its exit code; a failure is one sentence. */
function run(json: boolean, work: () => Promise<number | void> | number): Promise<void> {
  return Promise.resolve()
    .then(work)
    .then((code) => {
      process.exitCode = code ?? EXIT.done;
    })
    .catch((error: unknown) => fail(error, json));
}

/** The command line `entente`, ready to be given its arguments. */
export function buildProgram(): Command {
  const program = new Command('entente')
    .description(
      'Agencies find out that they hold pieces of the same network, without pooling their data and without showing each other what they ask.',
    )
    .showHelpAfterError('(entente <command> --help explains)')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
    .version(readVersion(), '--version')
    .configureHelp({ optionDescription: describeOption })
    .addHelpText('after', HELP.entente);
  addDemo(program);
  addServe(program);
  addSealer(program);
  addIntake(program);
  addAsk(program);
  addLedger(program);
  addAudit(program);
  addAgreementCommands(program, run);
  addOfficerCommands(program, run);
  addKeyCommands(program, run);
  addMatchCommands(program, run);
  return program;
}

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('run the demo town: five agencies, each its own server, loaded from five old systems')
    .option('--data <folder>', 'where everything is kept (default: ENTENTE_HOME, else .entente)')
    .option('--port-base <port>', 'desks on base+1…5, agencies on base+11…15', number(1024, 65_500), 7400)
    .option('--people <count>', 'people an agency', number(60, 200_000), 5000)
    .option('--seed <word>', 'another town', seedWord)
    .addHelpText('after', HELP.demo)
    .action((options: { data?: string; portBase: number; people: number; seed?: string }) =>
      run(false, async () => {
        const [{ demo }, { DEFAULT_SEED }] = await Promise.all([
          import('./demo.ts'),
          import('../../demo/index.ts'),
        ]);
        return demo({
          folder: resolve(options.data ?? process.env['ENTENTE_HOME'] ?? '.entente', 'demo'),
          portBase: options.portBase,
          people: options.people,
          seed: options.seed ?? DEFAULT_SEED,
        });
      }),
    );
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('run one agency’s server: its desk for people, its port for partners')
    .requiredOption('--config <agency.yaml>', 'the agency’s configuration; errors name its line')
    .addHelpText('after', HELP.serve)
    .action((options: { config: string }) =>
      run(false, async () => (await import('./serve.ts')).serve(options.config)),
    );
}

function addSealer(program: Command): void {
  program
    .command('sealer')
    .description('hold the seeds of the sealed index under a user of its own, apart from the server')
    .requiredOption('--config <agency.yaml>', 'the agency’s configuration; it names the socket and the seeds')
    .addHelpText('after', HELP.sealer)
    .action((options: { config: string }) =>
      run(false, async () => (await import('./sealer.ts')).runSealer(options)),
    );
}

function addIntake(program: Command): void {
  const intake = program
    .command('intake')
    .description('read an old system’s file or database through a mapping');
  intake
    .command('try [file]')
    .description(
      'show ten entities, the counts and the complaints; store nothing (1: some rows would be quarantined)',
    )
    .requiredOption('--mapping <mapping.yaml>', 'how to read it; see docs/guides/mapping.md')
    .option('--connection <file>', 'for a database: a file that holds its postgres:// address')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.intakeTry)
    .action((file: string | undefined, options: TryOptions) =>
      run(options.json, async () => (await intakeCommands()).tryFile(file, options)),
    );
  intake
    .command('run [file]')
    .description('read it into the agency’s records (1: over its limits, so nothing was kept)')
    .requiredOption('--config <agency.yaml>', 'whose records')
    .requiredOption('--mapping <mapping.yaml>', 'how to read it; see docs/guides/mapping.md')
    .option('--connection <file>', 'for a database: a file that holds its postgres:// address')
    .option('--json', 'one JSON object with the balance', false)
    .addHelpText('after', HELP.intakeRun)
    .action((file: string | undefined, options: RunOptions) =>
      run(options.json, async () => (await intakeCommands()).runFile(file, options)),
    );
}

function addAsk(program: Command): void {
  program
    .command('ask <text>')
    .description('show what would be asked of whom, and with --send ask it, as an officer of a running desk')
    .requiredOption('--desk <url>', 'for example http://127.0.0.1:7401')
    .requiredOption('--name <officer>', 'who asks')
    .requiredOption('--password-file <file>', 'a file with one line')
    .requiredOption('--case <reference>', 'the case it is for; opened when it is new')
    .requiredOption('--because <text>', 'why; stays here, partners never see it')
    .addOption(code('--purpose <code>', 'what it is for', PURPOSES, 'investigate-offence'))
    .addOption(code('--offence <code>', 'class of the offence', OFFENCES, 'organised-crime'))
    .addOption(code('--basis <code>', 'legal basis', LEGAL_BASES, 'criminal-procedure'))
    .option('--send', 'really ask; without it nothing leaves', false)
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.ask)
    .action((text: string, options: AskOptions) =>
      run(options.json, async () => (await import('./ask.ts')).ask(text, options)),
    );
}

function addLedger(program: Command): void {
  const ledger = program.command('ledger').description('export the ledger, and verify it as an outsider');
  ledger
    .command('verify <file>')
    .description(
      'is this export whole? Names the first bad entry, or the range it must be in (0 whole, 1 not)',
    )
    .requiredOption('--key <key>', 'the agency’s verifier key, or a file that holds it')
    .option(
      '--known <file>',
      'checkpoints you kept earlier: also proves that nothing was cut off or rewritten',
    )
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.ledgerVerify)
    .action((file: string, options: { key: string; known?: string; json: boolean }) =>
      run(options.json, async () => (await ledgerCommands()).verifyLedger(file, options)),
    );
  ledger
    .command('compare <fileA> <fileB>')
    .description('do the exports of two agencies tell the same of what went between them? (0 yes, 1 no)')
    .requiredOption('--key <keys...>', 'the verifier keys of A and of B, in this order')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.ledgerCompare)
    .action((fileA: string, fileB: string, options: { key: readonly string[]; json: boolean }) =>
      run(options.json, async () =>
        (await import('./ledger-compare.ts')).compareLedgerFiles([fileA, fileB], options),
      ),
    );
  ledger
    .command('export')
    .description('write every entry up to a fresh checkpoint, as lines')
    .requiredOption('--config <agency.yaml>', 'whose ledger')
    .option('--out <file>', 'default: standard output')
    .addHelpText('after', HELP.ledgerExport)
    .action((options: { config: string; out?: string }) =>
      run(false, async () => (await ledgerCommands()).writeLedger(options)),
    );
  ledger
    .command('key')
    .description('print the public key that verifies it')
    .requiredOption('--config <agency.yaml>', 'whose ledger')
    .addHelpText('after', HELP.ledgerKey)
    .action((options: { config: string }) =>
      run(false, async () => (await ledgerCommands()).printLedgerKey(options)),
    );
  ledger
    .command('checkpoint')
    .description('print the newest signed checkpoint, to be kept elsewhere')
    .requiredOption('--config <agency.yaml>', 'whose ledger')
    .addHelpText('after', HELP.ledgerCheckpoint)
    .action((options: { config: string }) =>
      run(false, async () => (await ledgerCommands()).printCheckpoint(options)),
    );
}

function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('have samples of what was published or asked shown, as a supervisory authority');
  audit
    .command('sample <ledger>')
    .description('the authority draws samples from a verified export (0 drawn, 1 the export does not hold)')
    .requiredOption('--key <key>', 'the agency’s verifier key, or a file that holds it')
    .option('--known <file>', 'checkpoints you kept earlier')
    .addOption(
      code(
        '--what <what>',
        'keys that were published, segments that were offered, or questions that were asked',
        AUDITED,
        'published',
      ),
    )
    .option('--of <name>', 'only of this class, or to this partner')
    .option('--samples <count>', 'how many', number(1, 10_000), 300)
    .requiredOption('--out <file>', 'the request, for the agency; keep it')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.auditSample)
    .action((file: string, options: SampleOptions) =>
      run(options.json, async () => (await auditCommands()).drawAudit(file, options)),
    );
  audit
    .command('answer <request>')
    .description('the agency shows them out of its own database (0 all are there, 1 some are not)')
    .requiredOption('--config <agency.yaml>', 'whose database')
    .requiredOption('--out <file>', 'the answer, for the authority alone')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.auditAnswer)
    .action((file: string, options: AnswerOptions) =>
      run(options.json, async () => (await auditCommands()).writeAnswer(file, options)),
    );
  audit
    .command('verify <answer>')
    .description('the authority holds the answer against the ledger (0 everything was shown, 1 not)')
    .requiredOption('--request <file>', 'the request it answers')
    .requiredOption('--ledger <file>', 'the export, of then or later')
    .requiredOption('--key <key>', 'the agency’s verifier key, or a file that holds it')
    .option('--known <file>', 'checkpoints you kept earlier')
    .option('--json', 'one JSON object with the records and cases to look at', false)
    .addHelpText('after', HELP.auditVerify)
    .action((file: string, options: CheckOptions) =>
      run(options.json, async () => (await auditCommands()).verifyAnswer(file, options)),
    );
  addAuditManifest(audit);
}

function addAuditManifest(audit: Command): void {
  audit
    .command('manifest <ledger>')
    .description('a partner holds what it was offered against that ledger (0 it fits, 1 not)')
    .requiredOption('--key <key>', 'the verifier key of whose ledger it is, or a file that holds it')
    .requiredOption('--config <agency.yaml>', 'who was offered it')
    .option('--known <file>', 'checkpoints you kept earlier')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.auditManifest)
    .action((file: string, options: ManifestOptions) =>
      run(options.json, async () => (await import('./audit-manifest.ts')).compareManifest(file, options)),
    );
}

function code(flags: string, what: string, codes: readonly string[], otherwise: string): Option {
  return new Option(flags, what).choices(codes).default(otherwise);
}

/** That a switch is off unless it is given needs no saying. */
function describeOption(this: Help, option: Option): string {
  return option.defaultValue === false
    ? option.description
    : Help.prototype.optionDescription.call(this, option);
}

function readVersion(): string {
  for (const up of ['../../', '../../../']) {
    try {
      const text = readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // compiled, it lies a folder deeper than its source does
    }
  }
  return 'unknown';
}
