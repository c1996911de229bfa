import { derivedId } from '../base/index.ts';
import type { Category, EntityKind, LinkKind, Locator, Marking, Property } from '../model/index.ts';

/** One value as intake read it; what it does not say for itself (`marking`) it takes from its entity. */
export interface StatementDraft {
  readonly property: Property;
  readonly written: string;
  readonly value: string;
  readonly locator: Locator;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly marking?: Partial<Marking>;
}

/** One entity as one row of the old system states it. `key` is the source's own, unique within the source. */
export interface EntityDraft {
  readonly key: string;
  readonly kind: EntityKind;
  /** Present exactly on persons. */
  readonly category?: Category;
  readonly marking: Marking;
  readonly statements: readonly StatementDraft[];
}

export interface RelationDraft {
  readonly link: LinkKind;
  readonly fromKey: string;
  readonly toKey: string;
  readonly written?: string;
  readonly locator: Locator;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly marking: Marking;
}

/** Everything one row of the old system says. The hash decides whether the row changed since the last load. */
export interface RowDraft {
  readonly rowKey: string;
  readonly rowHash: string;
  readonly entities: readonly EntityDraft[];
  readonly relations: readonly RelationDraft[];
}

/** The id of the entity that this agency's source names with this key: the same on every reload. Never leaves the agency. */
export function entityId(agencyId: string, source: string, key: string): string {
  return derivedId('entity', agencyId, source, key);
}
