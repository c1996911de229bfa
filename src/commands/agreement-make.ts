/** How an agreement comes about: each member describes itself, one writes the draft, each signs its bytes, one puts them together. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { randomId, utf8 } from '../base/index.ts';
import { readConfig } from '../config.ts';
import { requireSetting } from '../exchange/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import {
  type AgencyKeys,
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  formatMember,
  formatSignature,
  loadAgencyKeys,
  parseAgreement,
  readAgreementTerms,
  readMemberFile,
  readSignatureFile,
  WireError,
} from '../wire/index.ts';
import { describeSettings, FILE_BYTES_MAX } from './agreement.ts';
import { type Budgets, DEFAULT_BUDGETS } from './default-budgets.ts';
import { CommandError } from './errors.ts';

const DAY_MS = 86_400_000;

interface Out {
  /** Absent: standard output. */
  readonly out?: string;
}

export interface MemberOptions extends Out {
  readonly config: string;
  /** Where partners reach the peer port: https://host:port. */
  readonly address: string;
  readonly sizeClass: number;
}

/** `entente agreement member`: the agency's public keys and address, for the draft. Its keys are made when there are none yet. */
export async function writeMember(options: MemberOptions): Promise<void> {
  const { agency, keys: folder } = readConfig(options.config);
  const keys = await createAgencyKeys(folder, { agencyId: agency.id, name: agency.name });
  const { letters, country, language } = agency;
  const member = describeMember(keys, {
    letters,
    country,
    language,
    endpoint: options.address,
    sizeClass: options.sizeClass,
  });
  const text = formatMember(member);
  readMemberFile(text);
  put(text, options);
}

export interface DraftOptions extends Out {
  readonly name: string;
  readonly member: readonly string[];
  readonly purpose: readonly string[];
  /** `class=a day/an epoch`; what is not named stays at its default. */
  readonly budget: readonly string[];
  /** `class=a day/an epoch`: what all partners together may have. */
  readonly allPartners: readonly string[];
  /** `class=officer/purpose`, percent: of one partner's budget so much at most for one of either. */
  readonly share: readonly string[];
  /** ISO date. */
  readonly from: string;
  readonly days: number;
}

/** `entente agreement draft`: the bytes that every member signs. Refuses budgets that break the setting rule. */
export function writeDraft(options: DraftOptions): void {
  const budgets = readBudgets(options);
  const settings = requireSetting(budgets);
  const from = new Date(`${options.from}T00:00:00.000Z`);
  if (Number.isNaN(from.getTime())) throw new CommandError('usage', '--from takes a date such as 2026-12-01');
  const terms = {
    id: randomId(),
    name: options.name,
    validFrom: from.toISOString(),
    expiresAt: new Date(from.getTime() + options.days * DAY_MS).toISOString(),
    members: options.member.map((file) => readMemberFile(readText(file))),
    purposes: [...options.purpose],
    budgets,
  };
  const bytes = draftAgreement(terms);
  process.stderr.write(describeSettings(settings, terms));
  put(Buffer.from(bytes).toString('utf8'), options);
}

/** `entente agreement sign`: one member's signature, after what is signed was said. Nothing is signed that a server would not start under. */
export async function signDraft(file: string, options: { readonly config: string } & Out): Promise<void> {
  const text = readText(file);
  const terms = readAgreementTerms(text);
  if (text.includes('"payload"'))
    throw new CommandError('usage', 'the file is signed already: sign the draft that it was made of');
  const keys = await loadAgencyKeys(readConfig(options.config).keys);
  requireOwnEntry(terms, keys);
  const settings = requireSetting(terms.budgets);
  process.stderr.write(
    `${terms.name}\n${terms.validFrom.slice(0, 10)} to ${terms.expiresAt.slice(0, 10)}\n` +
      `${terms.members.map(({ id, name, endpoint }) => `${id}: ${name}, ${endpoint}\n`).join('')}` +
      `purposes: ${terms.purposes.join(', ')}\n${describeSettings(settings, terms)}signed as ${keys.agencyId}\n`,
  );
  put(formatSignature(keys, utf8(text)), options);
}

/** `entente agreement assemble`: the draft with every member's signature, each of them verified. */
export function assembleSigned(file: string, signatures: readonly string[], options: Out): void {
  const text = readText(file);
  const terms = readAgreementTerms(text);
  const draft = utf8(text);
  const signed = signatures.map((one) => readSignatureFile(readText(one), draft));
  const missing = terms.members.filter(({ id }) => !signed.some(({ memberId }) => memberId === id));
  if (missing.length > 0)
    throw new WireError('signature-invalid', `no signature of ${missing.map(({ id }) => id).join(', ')}`);
  const whole = assembleAgreement(draft, signed);
  parseAgreement(whole, new Date(terms.validFrom));
  put(`${whole}\n`, options);
}

function requireOwnEntry(terms: ReturnType<typeof readAgreementTerms>, keys: AgencyKeys): void {
  const entry = terms.members.find(({ id }) => id === keys.agencyId);
  if (entry === undefined || !isDeepStrictEqual(describeMember(keys, entry), entry))
    throw new WireError(
      'agreement-not-ours',
      'the draft does not name this agency with its own keys and name',
    );
}

function readBudgets({ budget, allPartners, share }: DraftOptions): Budgets {
  const budgets = { ...DEFAULT_BUDGETS };
  const change = (
    texts: readonly string[],
    option: string,
    toBudget: (one: number, two: number) => object,
  ) => {
    for (const [keyClass, one, two] of texts.map((text) => readPair(text, option)))
      budgets[keyClass] = { ...budgets[keyClass], ...toBudget(one, two) };
  };
  change(budget, '--budget takes <class>=<a day>/<an epoch>', (perDay, perEpoch) => ({ perDay, perEpoch }));
  change(allPartners, '--all-partners takes <class>=<a day>/<an epoch>', (day, epoch) => ({
    allPartnersPerDay: day,
    allPartnersPerEpoch: epoch,
  }));
  change(share, '--share takes <class>=<one officer>/<one purpose> in percent', (officer, purpose) => ({
    officerPercent: requirePercent(officer),
    purposePercent: requirePercent(purpose),
  }));
  return budgets;
}

function requirePercent(given: number): number {
  if (given < 1 || given > 100) throw new CommandError('usage', '--share takes 1 to 100 percent');
  return given;
}

function readPair(text: string, option: string): readonly [KeyClass, number, number] {
  const [, keyClass, one, two] = /^([a-z]+)=(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const known = KEY_CLASSES.find((name) => name === keyClass);
  if (known === undefined)
    throw new CommandError('usage', `${option}; classes are ${KEY_CLASSES.join(', ')}`);
  return [known, Number(one), Number(two)];
}

/** The text exactly as it is: a changed byte is another agreement. */
function readText(file: string): string {
  if (statSync(file).size > FILE_BYTES_MAX)
    throw new CommandError('usage', `${file} is larger than anything of an agreement can be`);
  return readFileSync(file, 'utf8');
}

function put(text: string, { out }: Out): void {
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text, { flag: 'wx' });
}
