import type { Property } from '../model/index.ts';
import { buildReader, isDateProperty, type Reader, type Scope } from './field-values.ts';
import type { IssuePath } from './mistake.ts';
import type { EntitySpec, MappingSpec, OverrideSpec, PropertySpec } from './mapping-schema.ts';
import { buildMarking, type MarkingReader } from './marking.ts';
import type { ValidityReaders } from './row-notes.ts';

/** How one value of an entity is read, and everything that is said of it. */
export interface PropertyReader extends ValidityReaders {
  readonly property: Property;
  /** `person.birth-date`, as complaints and the quality of fields name it. */
  readonly field: string;
  readonly read: Reader;
  /** A fixed text is no cell: nothing was read for it. */
  readonly countsAsCell: boolean;
  readonly isRequired: boolean;
  /** Its own marking; undefined where the entity's holds. */
  readonly marking: MarkingReader | undefined;
}

/** The readers of an entity's properties in the order of the mapping; a property given several times is numbered from 1. */
export function buildProperties(
  mapping: MappingSpec,
  spec: EntitySpec,
  scope: Scope,
  path: IssuePath,
  today: string,
): readonly PropertyReader[] {
  const build = (property: Property, given: PropertySpec, at?: number): PropertyReader => {
    const place = [...path, 'properties', property, ...(at === undefined ? [] : [at])];
    const field = `${spec.name}.${property}${at === undefined ? '' : `[${at + 1}]`}`;
    return buildProperty({ mapping, spec, scope, today, path: place }, property, given, field);
  };
  return Object.entries(spec.properties).flatMap(([name, given]) =>
    Array.isArray(given)
      ? given.map((one: PropertySpec, at) => build(name as Property, one, at))
      : [build(name as Property, given as PropertySpec)],
  );
}

interface Surroundings {
  readonly mapping: MappingSpec;
  readonly spec: EntitySpec;
  readonly scope: Scope;
  readonly today: string;
  readonly path: IssuePath;
}

function buildProperty(
  { mapping, spec, scope, today, path }: Surroundings,
  property: Property,
  given: PropertySpec,
  field: string,
): PropertyReader {
  const block: Exclude<PropertySpec, string> = typeof given === 'string' ? { column: given } : given;
  const isRead = 'column' in block || 'columns' in block || 'fixed' in block;
  const day = (part: 'valid-from' | 'valid-until'): Reader | undefined => {
    const value = isRead ? block[part] : undefined;
    return value === undefined ? undefined : buildReader(mapping, value, scope, [...path, part], true);
  };
  return {
    property,
    field,
    read: buildReader(mapping, given as never, scope, path, isDateProperty(property)),
    countsAsCell: block.fixed === undefined,
    isRequired: block.required === true,
    validFrom: day('valid-from'),
    validUntil: day('valid-until'),
    marking: block.handling === undefined ? undefined : ownMarking(block.handling as OverrideSpec),
  };

  function ownMarking(override: OverrideSpec): MarkingReader {
    const overrides = [
      { override: spec.handling, path: path.slice(0, 2) },
      { override, path },
    ];
    return buildMarking(mapping, overrides, scope, today);
  }
}
