import { sha256, toHex, utf8 } from '../base/index.ts';
import { IntakeError, type IntakeErrorCode } from './errors.ts';
import { checkMapping } from './mapping-check.ts';
import { type MappingSpec, mappingSchema } from './mapping-schema.ts';
import { describeMistakes, type IssuePath, type Locate, type Mistake, mistakeAt } from './mistake.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { explainShape, type ShapeIssue } from './shape-mistakes.ts';

/** A mapping that has been read and checked. */
export interface Mapping {
  readonly spec: MappingSpec;
  /** SHA-256 of the mapping's text and, where it has one, its copybook's. */
  readonly hash: string;
  readonly copybookText: string | undefined;
  /** Where in the file a path stands, for mistakes that only show when the data is opened. */
  readonly locate: Locate;
}

export interface ParseMappingOptions {
  /** Gives the text of a file beside the mapping (a copybook); throws when it cannot. */
  readonly readBeside?: (name: string) => string;
}

const MISTAKES_MAX = 50;

/** The mapping that the YAML text holds; throws `mapping-invalid` with every mistake's line and column as evidence. */
export function parseMapping(text: string, options: ParseMappingOptions = {}): Mapping {
  const read = readPlainYaml(text);
  if ('mistakes' in read) throw invalid(read.mistakes);
  const { locate } = read;
  const spec = validate(read.value, locate);
  const problems = checkMapping(spec);
  if (problems.length > 0) throw invalid(problems.map((one) => mistakeAt(locate, one.path, one.sentence)));
  const copybookText = copybookOf(spec, options, locate);
  const hash = toHex(sha256(utf8(text), utf8(copybookText ?? '')));
  return { spec, hash, copybookText, locate };
}

function validate(plain: unknown, locate: Locate): MappingSpec {
  const result = mappingSchema.safeParse(plain);
  if (result.success) return result.data;
  throw invalid(explainShape(result.error.issues as unknown as readonly ShapeIssue[], plain, locate));
}

function copybookOf(spec: MappingSpec, options: ParseMappingOptions, locate: Locate): string | undefined {
  if (spec.format.type !== 'copybook') return undefined;
  if (spec.format['copybook-text'] !== undefined) return spec.format['copybook-text'];
  const name = spec.format.copybook ?? '';
  try {
    if (options.readBeside === undefined) throw new Error('no folder was given');
    return options.readBeside(name);
  } catch (cause) {
    throw invalid(
      [mistakeAt(locate, ['format', 'copybook'], 'the copybook file beside the mapping cannot be read')],
      cause,
    );
  }
}

/** A mistake that shows only once the data is opened (a column that is not there). */
export function mappingColumnError(
  mapping: Mapping,
  problems: readonly { path: IssuePath; sentence: string }[],
): IntakeError {
  const mistakes = problems
    .slice(0, MISTAKES_MAX)
    .map((one) => mistakeAt(mapping.locate, one.path, one.sentence));
  return mistaken('mapping-columns', mistakes);
}

function invalid(mistakes: readonly Mistake[], cause?: unknown): IntakeError {
  return mistaken('mapping-invalid', mistakes, cause);
}

function mistaken(code: IntakeErrorCode, issues: readonly Mistake[], cause?: unknown): IntakeError {
  const message = describeMistakes(issues, 'the mapping cannot be used');
  return new IntakeError(code, message, { cause, evidence: { issues } });
}
