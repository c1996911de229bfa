import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { person, row } from '../../test/town/rows.ts';
import { beginLoad, entityId, publishLoad, readEntities, stageRows } from '../records/index.ts';
import type { Database } from '../store/index.ts';
import { buildDisclosure } from './build-disclosure.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const LOAD = { agencyId: 'crp', source: 'register' };
