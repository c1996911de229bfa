import { type EntityKind, PROPERTIES, readEvaluation } from '../model/index.ts';
import type { IssuePath } from './mistake.ts';
import type {
  ConditionSpec,
  EachSpec,
  EntitySpec,
  MappingSpec,
  OverrideSpec,
  PropertySpec,
  TransformSpec,
} from './mapping-schema.ts';
import { readPattern } from './patterns.ts';

export interface MappingProblem {
  readonly path: IssuePath;
  readonly sentence: string;
}

type Say = (path: IssuePath, sentence: string) => void;

/** What the shape alone does not show: names that meet nothing, blocks that say too much or too little. */
export function checkMapping(spec: MappingSpec): readonly MappingProblem[] {
  const problems: MappingProblem[] = [];
  const say: Say = (path, sentence) => problems.push({ path, sentence });
  checkFormat(spec, say);
  checkLimit(spec, say);
  checkTables(spec, say);
  spec['row-key'].forEach((part, at) => checkValue(spec, part, ['row-key', at], say));
  spec.skip?.forEach((rule, at) => checkCondition(rule, ['skip', at], say));
  checkHandling(spec, spec.handling, ['handling'], say);
  spec.entities.forEach((entity, at) => checkEntity(spec, entity, at, say));
  checkRelations(spec, say);
  return problems;
}

function checkFormat({ format }: MappingSpec, say: Say): void {
  if (
    format.type === 'copybook' &&
    (format.copybook === undefined) === (format['copybook-text'] === undefined)
  ) {
    say(['format'], 'give either copybook (a file) or copybook-text, exactly one');
  }
  if (format.type === 'csv') {
    if (format.header === false && format.columns === undefined)
      say(['format', 'header'], 'without a heading row, columns must name the columns');
    if (format.header !== false && format.columns !== undefined)
      say(['format', 'columns'], 'columns are only given with header: false');
    const quote = format.quote ?? '"';
    if (quote === (format.delimiter === 'tab' ? '\t' : format.delimiter))
      say(['format', 'quote'], 'the quote and the delimiter must differ');
    for (const [at, source] of (format.banner?.matches ?? []).entries())
      checkPattern(source, ['format', 'banner', 'matches', at], say);
  }
  if (format.type === 'xlsx' && (format['header-row'] === 0) !== (format.columns !== undefined)) {
    say(['format'], 'columns are given exactly with header-row: 0');
  }
  if (format.type === 'sql') {
    for (const name of format.key) {
      if (!format.columns.includes(name))
        say(['format', 'key'], `the key column "${name}" is not among the columns`);
    }
    const aliases = new Set<string>();
    format.join?.forEach((join, at) => {
      if (aliases.has(join.as)) say(['format', 'join', at, 'as'], 'this alias stands twice');
      aliases.add(join.as);
      if (Object.keys(join.on).length === 0)
        say(['format', 'join', at, 'on'], 'name at least one pair of columns');
    });
  }
}

function checkLimit(spec: MappingSpec, say: Say): void {
  const limit = spec['quarantine-limit'];
  if (limit.rows === undefined && limit.percent === undefined)
    say(['quarantine-limit'], 'give rows, percent or both');
}

function checkTables(spec: MappingSpec, say: Say): void {
  const tables = Object.entries(spec.tables ?? {});
  if (tables.length > 50) say(['tables'], 'there are more than 50 tables');
  for (const [name, table] of tables) {
    if (Object.keys(table).length > 5000) say(['tables', name], 'a table has at most 5000 lines');
  }
}

function checkTable(spec: MappingSpec, name: string | undefined, path: IssuePath, say: Say): void {
  if (name !== undefined && !Object.hasOwn(spec.tables ?? {}, name)) say(path, `there is no table "${name}"`);
}

interface ValueParts {
  readonly column?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly join?: string | undefined;
  readonly fixed?: string | undefined;
  readonly transforms?: readonly TransformSpec[] | undefined;
}

function checkValue(spec: MappingSpec, value: string | ValueParts, path: IssuePath, say: Say): void {
  if (typeof value === 'string') return;
  const ways = [value.column, value.columns, value.fixed].filter((way) => way !== undefined).length;
  if (ways !== 1) say(path, 'give exactly one of column, columns and fixed');
  if ((value.columns !== undefined) !== (value.join !== undefined)) say(path, 'columns and join go together');
  checkTransforms(spec, value.transforms, path, say);
}

function checkTransforms(
  spec: MappingSpec,
  list: readonly TransformSpec[] | undefined,
  path: IssuePath,
  say: Say,
): void {
  list?.forEach((transform, at) => {
    if (typeof transform === 'string') return;
    const here = [...path, 'transforms', at];
    if ('table' in transform) checkTable(spec, transform.table, [...here, 'table'], say);
    if ('pattern' in transform)
      checkPattern(transform.pattern.match, [...here, 'pattern', 'match'], say, transform.pattern.group);
    if ('date' in transform) {
      const format = typeof transform.date === 'string' ? transform.date : transform.date.format;
      const pivot = typeof transform.date === 'string' ? undefined : transform.date.pivot;
      if (format.endsWith('2') !== (pivot !== undefined))
        say([...here, 'date'], 'a pivot belongs to dmy2 and ymd2, and they need one');
    }
  });
}

function checkPattern(source: string, path: IssuePath, say: Say, group = 0): void {
  const pattern = readPattern(source);
  if (pattern === null) say(path, 'this is not a pattern in RE2 syntax');
  else if (group > pattern.groups) say(path, `the pattern has no group ${group}`);
}

function checkCondition(condition: ConditionSpec, path: IssuePath, say: Say): void {
  const ways = [condition.equals, condition['not-equals'], condition.matches, condition['is-empty']];
  if (ways.filter((way) => way !== undefined).length !== 1)
    say(path, 'give exactly one of equals, not-equals, matches and is-empty');
  if (condition.matches !== undefined) checkPattern(condition.matches, [...path, 'matches'], say);
}

function checkHandling(spec: MappingSpec, handling: OverrideSpec, path: IssuePath, say: Say): void {
  for (const field of ['legal-basis', 'category', 'certainty', 'codes', 'classification'] as const) {
    const value = handling[field];
    if (typeof value !== 'object' || !('column' in value)) continue;
    checkTable(spec, value.table, [...path, field, 'table'], say);
    checkTransforms(spec, value.transforms, [...path, field], say);
  }
  const evaluation = handling.evaluation;
  if (evaluation !== undefined) {
    if ('code' in evaluation) {
      if (readEvaluation(evaluation.scheme, evaluation.code) === null) {
        say([...path, 'evaluation', 'code'], `the scheme ${evaluation.scheme} has no such code`);
      }
    } else {
      checkTable(spec, evaluation.table, [...path, 'evaluation', 'table'], say);
      checkTransforms(spec, evaluation.transforms, [...path, 'evaluation'], say);
    }
  }
  const review = handling.review;
  if (review === undefined) return;
  if ('column' in review) checkTransforms(spec, review.transforms, [...path, 'review'], say);
  else if (review.after !== 'load-date') checkValue(spec, review.after, [...path, 'review', 'after'], say);
}

function checkEntity(spec: MappingSpec, entity: EntitySpec, at: number, say: Say): void {
  const path: IssuePath = ['entities', at];
  if (spec.entities.findIndex((other) => other.name === entity.name) !== at)
    say([...path, 'name'], 'this name stands twice');
  const category = entity.handling?.category ?? spec.handling.category;
  if (entity.kind === 'person' && category === undefined)
    say([...path, 'kind'], 'a person needs a category: handling must say it');
  if (entity.kind !== 'person' && entity.handling?.category !== undefined)
    say([...path, 'handling', 'category'], 'only persons have a category');
  if (entity.when !== undefined && entity['when-present'] !== undefined)
    say([...path, 'when-present'], 'give when or when-present, not both');
  if (entity.when !== undefined) checkCondition(entity.when, [...path, 'when'], say);
  if (entity.handling !== undefined) checkHandling(spec, entity.handling, [...path, 'handling'], say);
  checkEach(entity.each, path, say);
  for (const [part, spot] of entity.key.map((one, index) => [one, [...path, 'key', index]] as const)) {
    if (typeof part === 'object' && 'property' in part) {
      const property = entity.properties[part.property];
      if (property === undefined) say(spot, `the entity has no property "${part.property}"`);
      if (Array.isArray(property))
        say(spot, `the property "${part.property}" is a list: a key needs one value`);
    } else checkValue(spec, part, spot, say);
  }
  for (const [name, given] of Object.entries(entity.properties)) {
    const kinds: readonly EntityKind[] = PROPERTIES[name as keyof typeof PROPERTIES];
    const spot = [...path, 'properties', name];
    if (!kinds.includes(entity.kind)) say(spot, `"${name}" is not a property of the kind ${entity.kind}`);
    if (Array.isArray(given)) given.forEach((one, index) => checkProperty(spec, one, [...spot, index], say));
    else checkProperty(spec, given as PropertySpec, spot, say);
  }
}

function checkProperty(spec: MappingSpec, property: PropertySpec, path: IssuePath, say: Say): void {
  checkValue(spec, property, path, say);
  if (typeof property === 'string') return;
  if (property['valid-from'] !== undefined)
    checkValue(spec, property['valid-from'], [...path, 'valid-from'], say);
  if (property['valid-until'] !== undefined)
    checkValue(spec, property['valid-until'], [...path, 'valid-until'], say);
  if (property.handling !== undefined) checkHandling(spec, property.handling, [...path, 'handling'], say);
}

function checkEach(each: EachSpec | undefined, path: IssuePath, say: Say): void {
  if (each === undefined || !('sets' in each)) return;
  const names = (set: Record<string, string>) => Object.keys(set).toSorted().join(' ');
  const first = names(each.sets[0] ?? {});
  if (first === '') say([...path, 'each', 'sets', 0], 'a set names at least one column');
  each.sets.forEach((set, at) => {
    if (names(set) !== first) say([...path, 'each', 'sets', at], 'every set must have the same names');
  });
}

function checkRelations(spec: MappingSpec, say: Say): void {
  const entities = new Map(spec.entities.map((entity) => [entity.name, entity]));
  spec.relations?.forEach((relation, at) => {
    const path: IssuePath = ['relations', at];
    const ends = [entities.get(relation.from), entities.get(relation.to)];
    if (ends[0] === undefined) say([...path, 'from'], `there is no entity "${relation.from}"`);
    if (ends[1] === undefined) say([...path, 'to'], `there is no entity "${relation.to}"`);
    const [from, to] = ends.map((end) => (end?.each === undefined ? undefined : JSON.stringify(end.each)));
    if (from !== undefined && to !== undefined && from !== to)
      say(path, 'both ends repeat, but not over the same thing');
    if (relation.when !== undefined) checkCondition(relation.when, [...path, 'when'], say);
    for (const field of ['valid-from', 'valid-until'] as const) {
      const value = relation[field];
      if (value !== undefined) checkValue(spec, value, [...path, field], say);
    }
    if (relation.handling !== undefined) checkHandling(spec, relation.handling, [...path, 'handling'], say);
  });
}
