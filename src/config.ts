import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { CodedError } from './base/index.ts';
import {
  describeMistakes,
  explainShape,
  type Mistake,
  readPlainYaml,
  type ShapeIssue,
} from './intake/index.ts';
import { ROLES } from './model/index.ts';

export type ConfigErrorCode = 'config-unreadable' | 'config-invalid';

/** The error of the agency's configuration file. */
export class ConfigError extends CodedError<ConfigErrorCode> {}

const port = z.int().min(0).max(65_535);
const path = z.string().min(1).max(1_000);
const agencyId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,31}$/, 'expected lower-case letters, digits and hyphens');

const webhookUrl = z.string().max(1_000).refine(mayBeTold, 'expected https, or http on this machine');

/** A machine that may be told of alerts: what is sent holds no name, and still goes to nobody in clear. */
function mayBeTold(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

const schema = z.strictObject({
  agency: z.strictObject({
    id: agencyId,
    name: z.string().min(1).max(200),
    letters: z.string().regex(/^[A-Z]{2,5}$/, 'expected two to five capital letters'),
    country: z.string().regex(/^[A-Z]{2}$/, 'expected two capital letters, ISO 3166-1'),
    language: z.enum(['en', 'fr', 'nl', 'de']),
  }),
  /** What people open in a browser: plain http on this machine only. */
  desk: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port,
    certificate: z.strictObject({ key: path, cert: path }).optional(),
    'declared-origin': z.url().optional(),
  }),
  /** Where partners connect: TLS 1.3, their certificates pinned by the agreement. */
  peer: z.strictObject({ host: z.string().default('127.0.0.1'), port }),
  /** Signed by every member. */
  agreement: path,
  /** Private keys and epoch seeds; only the server's own user may read it. */
  keys: path,
  /** What wraps epoch seeds: a file with a key in base64, outside `keys`, or a program that talks to a token; absent: they rest bare. */
  'seed-key': z
    .union([path, z.strictObject({ command: z.array(z.string().min(1).max(1_000)).min(1).max(32) })])
    .optional(),
  /** Where seeds and the sealer's counters lie; absent: in `keys`. */
  seeds: path.optional(),
  /** Who holds the seeds: this process, a child of it, or a sealer under a user of its own that listens at a socket (`entente sealer`). */
  sealer: z
    .union([
      z.enum(['inside', 'process']),
      z.strictObject({ socket: path, group: z.boolean().default(false) }),
    ])
    .default('process'),
  /** Segments and other files that can be rebuilt. */
  data: path,
  /** A file with one line, postgres://…; DATABASE_URL is read when this is absent, else a server of our own is started. */
  database: path.optional(),
  workers: z.int().min(1).max(64).optional(),
  /**
   * When and how what changed goes to partners (docs/guides/operator.md): on a beat of so many seconds, each delta padded with random
   * keys to the next of pad-to · 4^k; 1 pads nothing.
   */
  index: z
    .strictObject({
      'beat-seconds': z.int().min(1).max(3_600).default(5),
      'pad-to': z.int().min(1).max(4_096).default(16),
    })
    .default({ 'beat-seconds': 5, 'pad-to': 16 }),
  intake: z
    .array(z.strictObject({ mapping: path, file: path.optional(), connection: path.optional() }))
    .max(64)
    .default([]),
  /** A machine that is told that an alert was raised (docs/guides/operator.md): https, or http on this machine. */
  alerts: z.strictObject({ webhook: z.strictObject({ url: webhookUrl, key: path }) }).optional(),
  /** Officers to be made at the first start; for demonstrations. */
  'demo-officers': z
    .array(z.strictObject({ name: z.string(), role: z.enum(ROLES), password: z.string() }))
    .max(50)
    .default([]),
  /** A question that an investigator of the demonstration lets stand at the first start, with its case. */
  'demo-standing': z
    .strictObject({ text: z.string().max(200), reference: z.string(), title: z.string(), why: z.string() })
    .optional(),
});

export interface AgencyConfig extends z.infer<typeof schema> {
  /** The folder of the file: relative paths in it begin here. */
  readonly folder: string;
}

const CONFIG_BYTES_MAX = 256 * 1024;

/** Reads an `agency.yaml`; every error names its line. Paths come back absolute. */
export function readConfig(file: string): AgencyConfig {
  const config = parseConfig(readText(file), file);
  const folder = dirname(resolve(file));
  const absolute = (part: string): string => resolve(folder, part);
  return {
    ...config,
    folder,
    agreement: absolute(config.agreement),
    keys: absolute(config.keys),
    data: absolute(config.data),
    ...(config.seeds === undefined ? {} : { seeds: absolute(config.seeds) }),
    ...(typeof config.sealer === 'string'
      ? {}
      : { sealer: { ...config.sealer, socket: absolute(config.sealer.socket) } }),
    ...(config['seed-key'] === undefined ? {} : { 'seed-key': seedKeyAt(config['seed-key'], absolute) }),
    ...(config.database === undefined ? {} : { database: absolute(config.database) }),
    ...(config.alerts === undefined
      ? {}
      : { alerts: { webhook: { ...config.alerts.webhook, key: absolute(config.alerts.webhook.key) } } }),
    intake: config.intake.map((source) => ({
      mapping: absolute(source.mapping),
      ...(source.file === undefined ? {} : { file: absolute(source.file) }),
      ...(source.connection === undefined ? {} : { connection: absolute(source.connection) }),
    })),
  };
}

/** A program is looked for on the path unless its name has a slash; its arguments are its own. */
function seedKeyAt(
  seedKey: NonNullable<AgencyConfig['seed-key']>,
  absolute: (part: string) => string,
): NonNullable<AgencyConfig['seed-key']> {
  if (typeof seedKey === 'string') return absolute(seedKey);
  const [program = '', ...args] = seedKey.command;
  return { command: [program.includes('/') ? absolute(program) : program, ...args] };
}

function readText(file: string): string {
  try {
    if (statSync(file).size > CONFIG_BYTES_MAX)
      throw new ConfigError('config-invalid', 'the configuration file is larger than 256 KiB');
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError('config-unreadable', `the configuration file ${file} cannot be opened`, { cause });
  }
}

/** The configuration that the text holds; throws `config-invalid` with every mistake's line and column as evidence. */
function parseConfig(text: string, file: string): z.infer<typeof schema> {
  const read = readPlainYaml(text);
  if ('mistakes' in read) throw invalid(file, read.mistakes);
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues as unknown as readonly ShapeIssue[];
  throw invalid(file, explainShape(issues, read.value, read.locate));
}

function invalid(file: string, issues: readonly Mistake[]): ConfigError {
  const message = `${file}: ${describeMistakes(issues, 'the configuration cannot be used')}`;
  return new ConfigError('config-invalid', message, { evidence: { issues } });
}
