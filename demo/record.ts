import type { AgencyId } from './agencies.ts';
import type { CategoryName } from './noise.ts';
import type { Address, Organisation } from './places.ts';
import type { DefectKind } from './defects.ts';

export type HandlingName = 'H0' | 'H1' | 'H2';
export type AddressLink = 'resides' | 'stays' | 'rents';

/** A phone as one record mentions it: own use, or a number the person was in contact with. */
export interface RecordedPhone {
  readonly number: string;
  readonly contacted: boolean;
  readonly seenOn: string;
  readonly iccid: string;
  readonly imsi: string;
  readonly imei: string;
}
export interface RecordedExhibit {
  readonly number: string;
  readonly kind: 'SIM' | 'GSM';
  readonly seizedOn: string;
  readonly note: string;
}
export interface RecordedEvent {
  readonly number: string;
  readonly kind: 'border-check' | 'incident' | 'seizure' | 'offence';
  readonly date: string;
  readonly place: string;
}

/** What one clerk of one agency typed about one person, or about one exhibit. Dates are ISO or ''; systems/* spells them. */
export interface TownRecord {
  readonly agency: AgencyId;
  /** The old system's own key, exactly as the mapping reads it. */
  readonly key: string;
  readonly kind: 'person' | 'exhibit';
  /** Truth: whose record it is; '' for an exhibit without a known user. Never written by a system. */
  readonly personId: string;
  /** Truth: the objects it mentions, by canonical value. Never written by a system. */
  readonly objects: readonly string[];
  readonly category: CategoryName;
  /** 0–3: how reliable the source, how the information is known; each system writes it in its own scheme. */
  readonly evaluation: readonly [number, number];
  readonly handling: HandlingName;
  readonly vehicleHandling: HandlingName;
  readonly reviewOn: string;
  readonly recordedOn: string;
  readonly family: string;
  readonly given: string;
  readonly alias: string;
  /** The name in its own letters, where the system can hold them and the clerk could type them. */
  readonly original: string;
  /** YYYY-MM-DD as this clerk has it (swapped, 1 January, …) or ''. */
  readonly birth: string;
  readonly birthPlace: string;
  readonly sex: 'M' | 'F' | '';
  readonly nationality: string;
  readonly nationalNumber: string;
  readonly phones: readonly RecordedPhone[];
  readonly document: {
    readonly kind: 'passport' | 'id-card';
    readonly issuer: string;
    readonly number: string;
    readonly validUntil: string;
  } | null;
  readonly vehicle: {
    readonly plate: string;
    readonly country: string;
    readonly make: string;
    readonly colour: string;
    readonly vin: string;
  } | null;
  readonly address: Address | null;
  readonly addressLink: AddressLink;
  readonly organisation: Organisation | null;
  readonly event: RecordedEvent | null;
  readonly exhibit: RecordedExhibit | null;
  readonly wantedSince: string;
  /** Relations to other records of the same agency. */
  readonly links: readonly {
    readonly key: string;
    readonly category: CategoryName;
    readonly link: 'family' | 'associate';
  }[];
  readonly heightCm: number;
  /** Fines due, in cents; may be negative (paid too much). */
  readonly balanceCents: number;
  readonly note: string;
  readonly defect: DefectKind | null;
}
