import type { AgencyId } from './agencies.ts';

/** What becomes of a planted row or value when intake reads it, in intake's own words. */
export type Fate =
  | 'quarantined'
  | 'bad-value'
  | 'unknown'
  | 'empty'
  | 'deleted-in-source'
  | 'repeated'
  | 'blank'
  | 'accepted';
export type DefectKind =
  | 'packed-spaces'
  | 'packed-garbage'
  | 'name-low-values'
  | 'name-missing'
  | 'date-zero'
  | 'date-nines'
  | 'date-impossible'
  | 'date-text'
  | 'date-serial-huge'
  | 'unknown-category'
  | 'bad-check-digit'
  | 'marked-deleted'
  | 'ragged-line'
  | 'broken-quote'
  | 'repeated-row'
  | 'key-reused'
  | 'blank-row'
  | 'error-cell'
  | 'bad-evaluation';

interface PlantedDefect {
  readonly kind: DefectKind;
  readonly fate: Fate;
  /** Rows of this kind per 1,000 good ones; at least one in any town. */
  readonly perThousand: number;
}

/** The kinds of bad rows that each old system's unloads really carry, one line a kind. A bad row has one defect only. */
export const DEFECTS: Readonly<Record<AgencyId, readonly PlantedDefect[]>> = {
  jpn: [
    { kind: 'packed-spaces', fate: 'empty', perThousand: 2 },
    { kind: 'packed-garbage', fate: 'bad-value', perThousand: 1 },
    { kind: 'name-low-values', fate: 'quarantined', perThousand: 1.6 },
    { kind: 'date-zero', fate: 'unknown', perThousand: 2 },
    { kind: 'date-nines', fate: 'unknown', perThousand: 1 },
    { kind: 'date-impossible', fate: 'bad-value', perThousand: 1.4 },
    { kind: 'unknown-category', fate: 'quarantined', perThousand: 1.2 },
    { kind: 'bad-evaluation', fate: 'quarantined', perThousand: 0.8 },
    { kind: 'bad-check-digit', fate: 'accepted', perThousand: 1 },
    { kind: 'marked-deleted', fate: 'deleted-in-source', perThousand: 6 },
  ],
  ard: [
    { kind: 'marked-deleted', fate: 'deleted-in-source', perThousand: 8 },
    { kind: 'date-impossible', fate: 'bad-value', perThousand: 1.6 },
    { kind: 'unknown-category', fate: 'quarantined', perThousand: 1.4 },
    { kind: 'name-missing', fate: 'quarantined', perThousand: 1 },
    { kind: 'bad-check-digit', fate: 'accepted', perThousand: 1 },
    { kind: 'repeated-row', fate: 'repeated', perThousand: 1 },
  ],
  crp: [
    { kind: 'ragged-line', fate: 'quarantined', perThousand: 1.6 },
    { kind: 'broken-quote', fate: 'quarantined', perThousand: 1 },
    { kind: 'date-impossible', fate: 'bad-value', perThousand: 1.6 },
    { kind: 'unknown-category', fate: 'quarantined', perThousand: 1.2 },
    { kind: 'bad-evaluation', fate: 'quarantined', perThousand: 0.6 },
    { kind: 'repeated-row', fate: 'repeated', perThousand: 1 },
    { kind: 'key-reused', fate: 'quarantined', perThousand: 0.6 },
  ],
  fio: [
    { kind: 'name-missing', fate: 'quarantined', perThousand: 1 },
    { kind: 'date-nines', fate: 'unknown', perThousand: 1.4 },
    { kind: 'unknown-category', fate: 'quarantined', perThousand: 1 },
    { kind: 'bad-evaluation', fate: 'quarantined', perThousand: 0.8 },
    { kind: 'marked-deleted', fate: 'deleted-in-source', perThousand: 4 },
  ],
  pcs: [
    { kind: 'date-text', fate: 'unknown', perThousand: 2 },
    { kind: 'date-serial-huge', fate: 'bad-value', perThousand: 1.2 },
    { kind: 'error-cell', fate: 'bad-value', perThousand: 0.8 },
    { kind: 'unknown-category', fate: 'quarantined', perThousand: 1.2 },
    { kind: 'name-missing', fate: 'quarantined', perThousand: 0.8 },
    { kind: 'blank-row', fate: 'blank', perThousand: 1.4 },
  ],
};

export function plantedCount(defect: { readonly perThousand: number }, people: number): number {
  return Math.max(1, Math.round((defect.perThousand * people) / 1000));
}

/** Whether the row reaches the agency's records at all. */
export function staysOutside(agency: AgencyId, kind: DefectKind | null): boolean {
  if (kind === null) return false;
  const fate = DEFECTS[agency].find((defect) => defect.kind === kind)?.fate;
  return fate === 'quarantined' || fate === 'deleted-in-source' || fate === 'repeated' || fate === 'blank';
}
