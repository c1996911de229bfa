import { AGENCY_IDS, type AgencyId, DEMO_AGENCIES } from './agencies.ts';
import { DEFECTS, type DefectKind, type Fate, staysOutside } from './defects.ts';
import type { CategoryName } from './noise.ts';
import type { TownRecord } from './record.ts';
import { STORY } from './story.ts';
import type { Town } from './town.ts';

/** Where one record is: enough to find its entity in the agency that holds it. */
export interface RecordRef {
  readonly agency: AgencyId;
  readonly source: string;
  readonly recordKey: string;
}
export interface TruePersonEntry {
  readonly id: string;
  /** In the family's own letters. */
  readonly family: string;
  readonly given: string;
  readonly birth: string;
  readonly inNetwork: boolean;
  readonly records: readonly (RecordRef & { readonly category: CategoryName; readonly written: string })[];
}
export interface TrueObjectEntry {
  readonly kind: string;
  readonly value: string;
  readonly records: readonly RecordRef[];
}
export interface TrueLink {
  readonly kind: string;
  /** The person's true id or the object's canonical value. */
  readonly value: string;
  readonly left: RecordRef;
  readonly right: RecordRef;
}
export interface PlantedRows {
  readonly kind: DefectKind;
  readonly count: number;
  readonly fate: Fate;
}
export interface Truth {
  readonly seed: string;
  readonly peoplePerAgency: number;
  readonly people: readonly TruePersonEntry[];
  readonly objects: readonly TrueObjectEntry[];
  readonly crossAgencyLinks: readonly TrueLink[];
  readonly story: typeof STORY & { readonly records: Town['network']['story'] };
  readonly hiddenLinks: Town['network']['links'];
  readonly signIns: readonly {
    readonly agency: AgencyId;
    readonly name: string;
    readonly role: string;
    readonly password: string;
  }[];
  /** Rows each source's file holds, planted rows included. */
  readonly rows: Readonly<Record<AgencyId, number>>;
  readonly badRows: Readonly<Record<AgencyId, readonly PlantedRows[]>>;
}

const SOURCE_OF = Object.fromEntries(
  DEMO_AGENCIES.map((agency) => [agency.id, agency.sources[0]?.source ?? '']),
) as Record<AgencyId, string>;

const refs = new WeakMap<TownRecord, RecordRef>();

/** One reference object a record: a town has many times more mentions than records. */
function refOf(record: TownRecord): RecordRef {
  let ref = refs.get(record);
  if (ref === undefined) {
    ref = { agency: record.agency, source: SOURCE_OF[record.agency], recordKey: record.key };
    refs.set(record, ref);
  }
  return ref;
}

/** What is true of the town. It stays with those who test; no agency's server is ever told where it lies. */
export function truthOf(town: Town): Truth {
  const entering = AGENCY_IDS.flatMap((agency) =>
    town.holdings[agency].filter((record) => !staysOutside(agency, record.defect)),
  );
  const byPerson = new Map<string, TownRecord[]>();
  for (const record of entering) if (record.personId !== '') addTo(byPerson, record.personId, record);
  const byObject = new Map<string, TownRecord[]>();
  for (const record of entering) {
    for (const object of record.objects) {
      addTo(byObject, object, record);
    }
  }
  const network = new Set(town.network.people.map((person) => person.id));
  const links: TrueLink[] = [];
  for (const [id, records] of byPerson) addPairs(links, 'person', id, records);
  for (const [object, records] of byObject) addPairs(links, ...splitObject(object), records);
  return {
    seed: town.seed,
    peoplePerAgency: town.peoplePerAgency,
    people: town.people.map((person) => ({
      id: person.id,
      family: person.family.spelling,
      given: person.given.map((part) => part.spelling).join(' '),
      birth: person.birth,
      inNetwork: network.has(person.id),
      records: (byPerson.get(person.id) ?? []).map((record) => ({
        ...refOf(record),
        category: record.category,
        written: `${record.given} ${record.family}`.trim(),
      })),
    })),
    objects: [...byObject].map(([object, records]) => {
      const [kind, value] = splitObject(object);
      return { kind, value, records: records.map(refOf) };
    }),
    crossAgencyLinks: links,
    story: { ...STORY, records: town.network.story },
    hiddenLinks: town.network.links,
    signIns: DEMO_AGENCIES.flatMap((agency) =>
      agency.officers.map((officer) => ({ agency: agency.id, ...officer })),
    ),
    rows: perAgency((agency) => town.holdings[agency].length),
    badRows: perAgency((agency) => plantedRows(town, agency)),
  };
}

function perAgency<T>(value: (agency: AgencyId) => T): Record<AgencyId, T> {
  return Object.fromEntries(AGENCY_IDS.map((agency) => [agency, value(agency)])) as Record<AgencyId, T>;
}

function plantedRows(town: Town, agency: AgencyId): PlantedRows[] {
  return DEFECTS[agency].map(({ kind, fate }) => ({
    kind,
    fate,
    count: town.holdings[agency].filter((record) => record.defect === kind).length,
  }));
}

function splitObject(object: string): [string, string] {
  const colon = object.indexOf(':');
  return [object.slice(0, colon), object.slice(colon + 1)];
}

function addPairs(links: TrueLink[], kind: string, value: string, records: readonly TownRecord[]): void {
  for (let left = 0; left < records.length; left += 1) {
    for (let right = left + 1; right < records.length; right += 1) {
      const one = records[left] as TownRecord;
      const other = records[right] as TownRecord;
      if (one.agency !== other.agency) links.push({ kind, value, left: refOf(one), right: refOf(other) });
    }
  }
}

function addTo(groups: Map<string, TownRecord[]>, key: string, record: TownRecord): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [record]);
  else group.push(record);
}
