/** The five agencies of the demo town. All officers, names and passwords are invented; the passwords guard a demo. */
export type AgencyId = 'jpn' | 'ard' | 'crp' | 'fio' | 'pcs';
export type Language = 'nl' | 'fr' | 'de' | 'en';
export type OfficerRole =
  | 'investigator'
  | 'liaison'
  | 'records-officer'
  | 'data-protection-officer'
  | 'operator';

export interface DemoOfficer {
  readonly name: string;
  readonly role: OfficerRole;
  readonly password: string;
}

/** One source of an agency: the file its old system writes and the mapping that reads it. */
export interface DemoSource {
  readonly source: string;
  /** Path below the town folder; for the SQL database the script that fills it. */
  readonly file: string;
  /** Path below `demo/mappings/`. */
  readonly mapping: string;
}

export interface DemoAgency {
  readonly id: AgencyId;
  readonly letters: string;
  readonly name: string;
  readonly country: string;
  readonly language: Language;
  readonly sources: readonly DemoSource[];
  readonly officers: readonly DemoOfficer[];
}

function officers(id: AgencyId, names: readonly [string, string, string, string, string]): DemoOfficer[] {
  const roles: OfficerRole[] = [
    'investigator',
    'liaison',
    'records-officer',
    'data-protection-officer',
    'operator',
  ];
  return roles.map((role, place) => ({
    name: names[place] as string,
    role,
    password: `quay-lantern-${id}`,
  }));
}

export const AGENCY_IDS: readonly AgencyId[] = ['jpn', 'ard', 'crp', 'fio', 'pcs'];

export const DEMO_AGENCIES: readonly DemoAgency[] = [
  {
    id: 'jpn',
    letters: 'JPN',
    name: 'Judicial Police North',
    country: 'BE',
    language: 'nl',
    sources: [{ source: 'persreg', file: 'jpn/persreg/PERSREG.EBC', mapping: 'jpn.yaml' }],
    officers: officers('jpn', ['m.dorvane', 's.okerlind', 'j.fenwarde', 'a.brennholt', 'k.ostrava-lind']),
  },
  {
    id: 'ard',
    letters: 'ARD',
    name: 'Arden Police',
    country: 'BE',
    language: 'fr',
    sources: [{ source: 'fichier', file: 'ard/fichier/FICHIER.DBF', mapping: 'ard.yaml' }],
    officers: officers('ard', ['l.marchevoix', 'b.thirelle', 'c.vaudremont', 'e.sauvelin', 'p.jodigne']),
  },
  {
    id: 'crp',
    letters: 'CRP',
    name: 'Coastal Region Police',
    country: 'FR',
    language: 'fr',
    sources: [{ source: 'main-courante', file: 'crp/main-courante/MAINCOUR.CSV', mapping: 'crp.yaml' }],
    officers: officers('crp', ['h.corvelay', 'n.aubrignac', 'y.kerzanec', 'd.montreval', 'r.salvigny']),
  },
  {
    id: 'fio',
    letters: 'FIO',
    name: 'Federal Inquiry Office',
    country: 'DE',
    language: 'de',
    sources: [{ source: 'ermittlung', file: 'fio/ermittlung/ermittlung.sql', mapping: 'fio.yaml' }],
    officers: officers('fio', ['u.lindgraben', 'w.harthwig', 'g.eschenrode', 'i.vossberg', 't.kaltenau']),
  },
  {
    id: 'pcs',
    letters: 'PCS',
    name: 'Port Customs Service',
    country: 'NL',
    language: 'nl',
    sources: [
      { source: 'controles', file: 'pcs/controles/CONTROLES.xlsx', mapping: 'pcs.yaml' },
      { source: 'controles-register', file: 'pcs/controles/CONTROLES.xlsx', mapping: 'pcs-register.yaml' },
    ],
    officers: officers('pcs', ['f.zeebregts', 'o.havermans', 'v.duinkerke', 'q.rietveldt', 'x.steenwal']),
  },
];
