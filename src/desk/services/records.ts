import { readRecordFields } from '../../exchange/index.ts';
import { readOrigins } from '../../records/index.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { fieldNames, recordView } from './field-views.ts';
import { fileHashOf, locatorSentence } from './locator-words.ts';
import { type DeskServicesParts, todayOf } from './parts.ts';
import { personOfRecord } from './person-of-record.ts';

/** One own record with what hangs on it, and where in the old system each value stands. */
export function recordServices(
  { clock }: DeskServicesParts,
  consultations: Consultations,
): Pick<DeskServices, 'record'> {
  return {
    record(session, { entityId, case: caseId }) {
      return consultations.read(session, { act: 'consult-record', caseId }, async (tx) => {
        const [record] = await readRecordFields(tx, [entityId], todayOf(clock));
        if (record === undefined) throw new DeskError('not-found', 'there is no record under this id');
        const statements = record.fields.map(({ statement }) => statement);
        const hashes = statements.flatMap(({ locator }) => fileHashOf(locator) ?? []);
        const origins = await readOrigins(tx, [...new Set(hashes)]);
        const locators = statements.map(({ id, locator }) => ({
          statementId: id,
          sentence: locatorSentence(locator, origins),
        }));
        const person = await personOfRecord(tx, entityId);
        const view = { ...recordView(record), locators, ...(person === null ? {} : { person }) };
        return { value: view, count: person?.records.length ?? 1, fields: fieldNames(view.fields) };
      });
    },
  };
}
