/**
 * The demo town: five agencies' old systems full of invented people, one hidden network, and the truth about both, kept apart.
 * It may import room base alone; its spellings come from its own tables of clerks' habits, never from the matcher.
 * Read: README.md, agencies.ts, noise.ts, people.ts (who lives there), clerk.ts (how they are written down), hidden-network.ts
 * and mover.ts (the story; its values in story.ts), defects.ts (bad rows), town.ts (all together), systems/ (the five formats), truth.ts, write-town.ts.
 */
export {
  AGENCY_IDS,
  type AgencyId,
  DEMO_AGENCIES,
  type DemoAgency,
  type DemoOfficer,
  type DemoSource,
} from './agencies.ts';
export { DEFECTS, type DefectKind, type Fate } from './defects.ts';
export { DemoError, type DemoErrorCode } from './errors.ts';
export type { StoryRecords } from './hidden-network.ts';
export { type LoadErmittlungOptions, loadErmittlung } from './systems/load-ermittlung.ts';
export { STORY } from './story.ts';
export { ermittlungScript } from './systems/ermittlung.ts';
export { persregTransactions, persregUnload } from './systems/persreg.ts';
export { DEFAULT_SEED, generateTown, type Town, type TownOptions } from './town.ts';
export {
  type PlantedRows,
  type RecordRef,
  type Truth,
  type TrueLink,
  type TrueObjectEntry,
  type TruePersonEntry,
  truthOf,
} from './truth.ts';
export { type TownFolders, writeTown } from './write-town.ts';
