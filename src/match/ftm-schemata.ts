import type { Subject } from './subject.ts';

/**
 * The schemata of FollowTheMoney (https://followthemoney.tech/explorer/) by what they are here. Relations (Ownership, Family …)
 * say something of two entities and are things that nothing is compared of but their own numbers.
 */
const SCHEMATA: Readonly<Record<Subject['kind'], string>> = {
  person: 'Person',
  address: 'Address',
  organisation: 'LegalEntity Organization Company PublicBody Asset',
  event: 'Event Trip Call Message Email CourtCase Contract ContractAward Sanction Payment',
  thing: `
    Thing Value Interval Interest Analyzable Mention Note Position Project Security RealEstate License Vehicle Vessel Airplane
    BankAccount CryptoWallet UserAccount Passport Identification TaxRoll EconomicActivity CallForTenders
    Associate Family Membership Employment Directorship Ownership Occupancy Representation Succession Similar UnknownLink Debt
    Documentation ProjectParticipant CourtCaseParty
    Document Article Assessment Audio Folder HyperText Image Package Page Pages PlainText Post Table Video Workbook`,
};

const KINDS: ReadonlyMap<string, Subject['kind']> = new Map(
  (Object.entries(SCHEMATA) as [Subject['kind'], string][]).flatMap(([kind, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, kind] as const),
  ),
);

/** What entities of a schema are; null where FollowTheMoney has none of that name ('person' in small letters is none). */
export function schemaKind(schema: string): Subject['kind'] | null {
  return KINDS.get(schema) ?? null;
}
