import type { Category, Certainty, Classification, EntityKind, LegalBasis, LinkKind } from './codes.ts';
import type { Evaluation } from './evaluation.ts';
import type { Handling } from './handling.ts';

/** What a statement may say of its entity. One list for all kinds; which kinds carry which is in PROPERTIES. */
export const PROPERTIES = {
  name: ['person', 'organisation', 'address', 'vessel', 'exhibit', 'case', 'event'],
  alias: ['person', 'organisation'],
  'birth-date': ['person'],
  'birth-place': ['person'],
  sex: ['person'],
  nationality: ['person'],
  'national-number': ['person'],
  occupation: ['person'],
  'wanted-since': ['person'],
  number: ['phone', 'document', 'bank-account', 'firearm', 'exhibit', 'case'],
  iccid: ['sim'],
  imsi: ['sim'],
  imei: ['device'],
  'document-kind': ['document'],
  issuer: ['document'],
  'valid-until': ['document'],
  plate: ['vehicle'],
  'plate-country': ['vehicle'],
  vin: ['vehicle'],
  imo: ['vessel'],
  mmsi: ['vessel'],
  make: ['vehicle', 'device', 'firearm'],
  colour: ['vehicle'],
  handle: ['online-account'],
  service: ['online-account'],
  bank: ['bank-account'],
  address: ['address'],
  city: ['address'],
  country: ['address', 'organisation', 'bank-account', 'vessel'],
  'event-kind': ['event'],
  date: ['event', 'exhibit'],
  place: ['event'],
  note: [
    'person',
    'organisation',
    'event',
    'exhibit',
    'phone',
    'sim',
    'vehicle',
    'vessel',
    'address',
    'document',
  ],
} as const satisfies Readonly<Record<string, readonly EntityKind[]>>;
export type Property = keyof typeof PROPERTIES;

/** Where in the old system a value stands, precise enough for a person to go and look. */
export type Locator =
  | {
      readonly type: 'file';
      readonly fileHash: string;
      readonly record: number;
      readonly offset: number;
      readonly length: number;
      readonly recordHash: string;
    }
  | {
      readonly type: 'sheet';
      readonly fileHash: string;
      readonly sheet: string;
      readonly row: number;
      readonly cell?: string;
    }
  | {
      readonly type: 'table';
      readonly server: string;
      readonly table: string;
      readonly key: string;
      readonly snapshotAt: string;
      readonly rowHash: string;
    };

/** What the mapping says of every value it reads: mandatory, without defaults. */
export interface Marking {
  readonly evaluation: Evaluation;
  readonly certainty: Certainty;
  readonly handling: Handling;
  readonly legalBasis: LegalBasis;
  readonly classification: Classification;
  /** ISO date by which somebody must decide whether to keep it. */
  readonly reviewOn: string;
}

/** One value of one property of one entity, with where it came from and what may be done with it. */
export interface Statement extends Marking {
  readonly id: string;
  readonly entityId: string;
  readonly property: Property;
  /** As the clerk typed it. */
  readonly written: string;
  /** In canonical form: what is compared and searched. */
  readonly value: string;
  readonly locator: Locator;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** An entity as one agency holds it: its kind, its category where it is a person, and its current statements. */
export interface Entity {
  readonly id: string;
  readonly kind: EntityKind;
  /** Present exactly on persons. */
  readonly category?: Category;
  readonly statements: readonly Statement[];
}

/** An edge. It is an entity of its own, so it has owner, age, evaluation and handling. */
export interface Relation extends Marking {
  readonly id: string;
  readonly link: LinkKind;
  readonly from: string;
  readonly to: string;
  readonly written?: string;
  readonly locator: Locator;
  readonly validFrom?: string;
  readonly validUntil?: string;
}
