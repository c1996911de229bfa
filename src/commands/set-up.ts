/** The commands of an agency's own house: its officers, the agreement with the others, its keys. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PURPOSES, ROLES, type Role } from '../model/index.ts';
import type { DraftOptions, MemberOptions } from './agreement-make.ts';
import { HELP } from './help.ts';

type Run = (json: boolean, work: () => Promise<number | void> | number) => Promise<void>;

const makeCommands = () => import('./agreement-make.ts');
const officerCommands = () => import('./officers.ts');

const SIZE_CLASSES = ['10000', '100000', '1000000', '10000000', '100000000', '1000000000'];

export function addAgreementCommands(program: Command, run: Run): void {
  const agreement = program
    .command('agreement')
    .description('bring an agreement about between agencies: member, draft, check, sign, assemble');
  agreement
    .command('member')
    .description('describe this agency for the draft: public keys and address; makes its keys if it has none')
    .requiredOption('--config <agency.yaml>', 'which agency')
    .requiredOption(
      '--address <url>',
      'where partners reach its peer port, for example https://entente.police.example:7411',
    )
    .addOption(
      new Option('--size-class <count>', 'the power of ten that bounds the people in its holdings')
        .choices(SIZE_CLASSES)
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'a new file (default: standard output)')
    .addHelpText('after', HELP.agreementMember)
    .action((options: Omit<MemberOptions, 'sizeClass'> & { sizeClass: string }) =>
      run(false, async () =>
        (await makeCommands()).writeMember({ ...options, sizeClass: Number(options.sizeClass) }),
      ),
    );
  agreement
    .command('draft')
    .description('write the bytes that every member signs')
    .requiredOption('--name <words>', 'what the agreement is called')
    .requiredOption('--member <files...>', 'what each member gave (entente agreement member)')
    .addOption(
      new Option('--purpose <codes...>', 'what may be asked for')
        .choices(PURPOSES)
        .default([...PURPOSES], 'all'),
    )
    .addOption(
      new Option(
        '--budget <class=day/epoch...>',
        'elements of a class a partner may have evaluated, for example document=5000/10000',
      ).default([], 'a day’s work many times over, of what can be guessed fewer'),
    )
    .addOption(
      new Option(
        '--all-partners <class=day/epoch...>',
        'elements of a class that all partners together may have evaluated',
      ).default([], 'four times one partner’s'),
    )
    .addOption(
      new Option(
        '--share <class=officer/purpose...>',
        'percent of a partner’s budget that one of its officers, one purpose may take',
      ).default([], '50/75 of a large budget, 100 of a single purpose'),
    )
    .option('--from <date>', 'the first day', new Date().toISOString().slice(0, 10))
    .option('--days <count>', 'how long it is in force', days, 365)
    .option('--out <file>', 'a new file (default: standard output)')
    .addHelpText('after', HELP.agreementDraft)
    .action((options: DraftOptions) => run(false, async () => (await makeCommands()).writeDraft(options)));
  agreement
    .command('check <file>')
    .description(
      'would its budgets let guessing find more than ten records an epoch? Prints the number (0 no, 1 yes)',
    )
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP.agreementCheck)
    .action((file: string, options: { json: boolean }) =>
      run(options.json, async () => (await import('./agreement.ts')).checkAgreement(file, options)),
    );
  agreement
    .command('sign <draft>')
    .description('say what the draft is, and sign its bytes as this agency')
    .requiredOption('--config <agency.yaml>', 'who signs')
    .option('--out <file>', 'a new file for the signature (default: standard output)')
    .addHelpText('after', HELP.agreementSign)
    .action((draft: string, options: { config: string; out?: string }) =>
      run(false, async () => (await makeCommands()).signDraft(draft, options)),
    );
  agreement
    .command('assemble <draft> <signatures...>')
    .description('put the draft and every member’s signature together; each signature is verified')
    .option('--out <file>', 'a new file (default: standard output)')
    .addHelpText('after', HELP.agreementAssemble)
    .action((draft: string, signatures: string[], options: { out?: string }) =>
      run(false, async () => (await makeCommands()).assembleSigned(draft, signatures, options)),
    );
}

export function addOfficerCommands(program: Command, run: Run): void {
  const officers = program.command('officers').description('say who may sign in at an agency’s desk');
  officers
    .command('add <name>')
    .description('a new officer, who may sign in at once')
    .requiredOption('--config <agency.yaml>', 'at which agency')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .requiredOption('--password-file <file>', 'a file with one line')
    .addHelpText('after', HELP.officersAdd)
    .action((name: string, options: { config: string; role: Role; passwordFile: string }) =>
      run(false, async () => (await officerCommands()).addOfficer(name, options)),
    );
  officers
    .command('password <name>')
    .description('set another password')
    .requiredOption('--config <agency.yaml>', 'at which agency')
    .requiredOption('--password-file <file>', 'a file with one line')
    .addHelpText('after', HELP.officersPassword)
    .action((name: string, options: { config: string; passwordFile: string }) =>
      run(false, async () => (await officerCommands()).changePassword(name, options)),
    );
  officers
    .command('disable <name>')
    .description('end an officer’s sessions and let them in no more')
    .requiredOption('--config <agency.yaml>', 'at which agency')
    .addHelpText('after', HELP.officersDisable)
    .action((name: string, options: { config: string }) =>
      run(false, async () => (await officerCommands()).disableOfficerNamed(name, options)),
    );
  officers
    .command('list')
    .description('who may sign in, and as what')
    .requiredOption('--config <agency.yaml>', 'at which agency')
    .option('--json', 'one JSON object a line', false)
    .addHelpText('after', HELP.officersList)
    .action((options: { config: string; json: boolean }) =>
      run(options.json, async () => (await officerCommands()).showOfficers(options)),
    );
}

export function addKeyCommands(program: Command, run: Run): void {
  const keys = program.command('keys').description('look after the keys of the sealed index');
  keys
    .command('rewrap')
    .description('wrap the seeds of epochs by another key; the former one opens them no more')
    .requiredOption('--config <agency.yaml>', 'as it is now: its seed-key shall open them from now on')
    .requiredOption('--was <agency.yaml>', 'as it was before: its seed-key opens them still')
    .addHelpText('after', HELP.keysRewrap)
    .action((options: { config: string; was: string }) =>
      run(false, async () => (await import('./keys.ts')).rewrap(options)),
    );
  keys
    .command('new-epoch')
    .description(
      'end the running epoch before its time; the server begins the next one, and every partner asks anew',
    )
    .requiredOption('--config <agency.yaml>', 'whose epoch')
    .option('--without-silent', 'after a restore: wait no longer for partners that cannot be reached', false)
    .addHelpText('after', HELP.keysNewEpoch)
    .action((options: { config: string; withoutSilent: boolean }) =>
      run(false, async () => (await import('./keys.ts')).newEpoch(options)),
    );
}

function days(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 3_660)
    throw new InvalidArgumentError('expected a number of days from 1 to 3660');
  return value;
}
