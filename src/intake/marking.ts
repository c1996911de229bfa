import {
  CATEGORIES,
  type Category,
  CERTAINTIES,
  type Classification,
  CLASSIFICATIONS,
  HANDLING_CODES,
  type HandlingCode,
  LEGAL_BASES,
  type Marking,
  readEvaluation,
} from '../model/index.ts';
import { BuiltMarkings, type MarkingParts } from './built-markings.ts';
import type { SourceRow } from './connector.ts';
import { addYears, isIsoDate } from './dates.ts';
import { buildReader, type Fate, type Scope } from './field-values.ts';
import type { IssuePath } from './mistake.ts';
import type {
  CodedColumn,
  HandlingSpec,
  MappingSpec,
  OverrideSpec,
  ReviewSpec,
  TransformSpec,
} from './mapping-schema.ts';

/** A row that says something of its marking that the mapping does not know: it is quarantined, never let off. */
export class Unmarked {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

type Read<T> = (row: SourceRow, turn: number) => T | Unmarked;

export interface MarkingReader {
  read(row: SourceRow, turn: number): Marking | Unmarked;
  category(row: SourceRow, turn: number): Category | Unmarked;
}

/** An override and where it stands in the mapping. */
export interface PlacedOverride {
  readonly override: OverrideSpec | undefined;
  readonly path: IssuePath;
}

/** Reads the marking of one entity, property or relation: the general block with what each override adds or replaces. */
export function buildMarking(
  spec: MappingSpec,
  overrides: readonly PlacedOverride[],
  scope: Scope,
  today: string,
): MarkingReader {
  const chosen: HandlingSpec = { ...spec.handling };
  for (const { override } of overrides) Object.assign(chosen, dropUndefined(override ?? {}));
  const at = (field: keyof OverrideSpec): IssuePath => [
    ...(overrides.findLast(({ override }) => override?.[field] !== undefined)?.path ?? []),
    'handling',
    field,
  ];
  const coded = <T extends string>(
    field: 'legal-basis' | 'certainty' | 'category',
    codes: readonly T[],
  ): Read<T> =>
    buildCoded(spec, chosen[field] as T | { fixed: T } | CodedColumn, codes, scope, at(field), field);
  const legalBasis = coded('legal-basis', LEGAL_BASES);
  const certainty = coded('certainty', CERTAINTIES);
  const blocks: PlacedOverride[] = [{ override: spec.handling, path: [] }, ...overrides];
  const classification = highest(spec, blocks, scope);
  const evaluation = buildEvaluation(spec, chosen.evaluation, scope, at('evaluation'));
  const codes = blocks.flatMap(({ override, path }) =>
    override?.codes === undefined
      ? []
      : [buildCodes(spec, override.codes, scope, [...path, 'handling', 'codes'])],
  );
  const review = buildReview(spec, chosen.review, scope, at('review'), today);
  const category: Read<Category> =
    chosen.category === undefined
      ? () => new Unmarked('the mapping gives no category')
      : coded('category', CATEGORIES);
  const readParts = (row: SourceRow, turn: number): MarkingParts | Unmarked => {
    const parts = {
      legalBasis: legalBasis(row, turn),
      certainty: certainty(row, turn),
      classification: classification(row, turn),
      evaluation: evaluation(row, turn),
      reviewOn: review(row, turn),
    };
    return firstUnmarked(parts) ?? (parts as MarkingParts);
  };
  const built = new BuiltMarkings();
  return {
    category,
    read(row, turn) {
      const handling: HandlingCode[] = [];
      for (const read of codes) {
        const found = read(row, turn);
        if (found instanceof Unmarked) return found;
        handling.push(...found);
      }
      const parts = readParts(row, turn);
      return parts instanceof Unmarked ? parts : built.of(parts, handling);
    },
  };
}

function firstUnmarked(parts: { readonly [part in keyof MarkingParts]: unknown }): Unmarked | undefined {
  const { legalBasis, certainty, classification, evaluation, reviewOn } = parts;
  if (legalBasis instanceof Unmarked) return legalBasis;
  if (certainty instanceof Unmarked) return certainty;
  if (classification instanceof Unmarked) return classification;
  if (evaluation instanceof Unmarked) return evaluation;
  return reviewOn instanceof Unmarked ? reviewOn : undefined;
}

function dropUndefined(override: OverrideSpec): Partial<HandlingSpec> {
  return Object.fromEntries(
    Object.entries(override).filter(([, value]) => value !== undefined),
  ) as Partial<HandlingSpec>;
}

/** An override may raise the classification, never lower it. */
function highest(spec: MappingSpec, blocks: readonly PlacedOverride[], scope: Scope): Read<Classification> {
  const readers = blocks.flatMap(({ override, path }) =>
    override?.classification === undefined
      ? []
      : [
          buildCoded<Classification>(
            spec,
            override.classification as Classification | { fixed: Classification } | CodedColumn,
            CLASSIFICATIONS,
            scope,
            [...path, 'handling', 'classification'],
            'classification',
          ),
        ],
  );
  return (row, turn) => {
    let level: Classification = 'none';
    for (const read of readers) {
      const found = read(row, turn);
      if (found instanceof Unmarked) return found;
      if (CLASSIFICATIONS.indexOf(found) > CLASSIFICATIONS.indexOf(level)) level = found;
    }
    return level;
  };
}

/** A column, with its table as a last transform, as text. */
function columnReader(
  spec: MappingSpec,
  coded: CodedColumn,
  scope: Scope,
  path: IssuePath,
): (row: SourceRow, turn: number) => Fate {
  const transforms: TransformSpec[] = [...(coded.transforms ?? [])];
  if (coded.table !== undefined) transforms.push({ table: coded.table });
  // Sentinels do not apply: "unknown" is no code that may be passed over.
  return buildReader({ ...spec, unknown: [] }, { column: coded.column, transforms }, scope, path);
}

function isCode<T extends string>(text: string, codes: readonly T[]): text is T {
  return (codes as readonly string[]).includes(text);
}

function buildCoded<T extends string>(
  spec: MappingSpec,
  value: T | { readonly fixed: T } | CodedColumn,
  codes: readonly T[],
  scope: Scope,
  path: IssuePath,
  field: string,
): Read<T> {
  if (typeof value === 'string') return () => value;
  if ('fixed' in value) return () => value.fixed;
  const read = columnReader(spec, value, scope, path);
  return (row, turn) => {
    const fate = read(row, turn);
    return fate.fate === 'stated' && isCode(fate.value, codes)
      ? fate.value
      : new Unmarked(`its ${field} is ${describe(fate)}`);
  };
}

function describe(fate: Fate): string {
  if (fate.fate === 'empty') return 'empty';
  return fate.fate === 'bad' ? `unreadable: it ${fate.why}` : 'not a code that is known';
}

function buildEvaluation(
  spec: MappingSpec,
  value: HandlingSpec['evaluation'],
  scope: Scope,
  path: IssuePath,
): Read<Marking['evaluation']> {
  if ('code' in value) {
    const fixed = readEvaluation(value.scheme, value.code);
    return () => fixed ?? new Unmarked('the evaluation of the mapping is not a code of its scheme');
  }
  const read = columnReader(spec, value, scope, path);
  return (row, turn) => {
    const fate = read(row, turn);
    const evaluation = fate.fate === 'stated' ? readEvaluation(value.scheme, fate.value) : null;
    return (
      evaluation ??
      new Unmarked(
        `its evaluation is ${fate.fate === 'stated' ? `not a code of ${value.scheme}` : describe(fate)}`,
      )
    );
  };
}

function buildCodes(
  spec: MappingSpec,
  value: HandlingSpec['codes'],
  scope: Scope,
  path: IssuePath,
): Read<readonly HandlingCode[]> {
  if (Array.isArray(value)) return () => value;
  const read = columnReader(spec, value, scope, path);
  return (row, turn) => {
    const fate = read(row, turn);
    const codes = fate.fate === 'stated' ? fate.value.split(/[\s,+/]+/) : [];
    return codes.length > 0 && codes.every((code) => isCode(code, HANDLING_CODES))
      ? (codes as HandlingCode[])
      : new Unmarked(`its handling codes are ${describe(fate)}`);
  };
}

function buildReview(
  spec: MappingSpec,
  value: ReviewSpec,
  scope: Scope,
  path: IssuePath,
  today: string,
): Read<string> {
  if ('years' in value && value.after === 'load-date') {
    const date = addYears(today, value.years);
    return () => date;
  }
  const years = 'years' in value ? value.years : 0;
  const from = 'years' in value ? value.after : { column: value.column, transforms: value.transforms };
  const source = { ...spec, unknown: [] };
  const read = buildReader(source, from as { column: string }, scope, path, true);
  return (row, turn) => {
    const fate = read(row, turn);
    if (fate.fate !== 'stated' || !isIsoDate(fate.value))
      return new Unmarked(`its review date is ${describe(fate)}`);
    return addYears(fate.value, years);
  };
}
