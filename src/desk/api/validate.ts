import type { z } from 'zod';
import { DeskError } from './errors.ts';

const ISSUES_MAX = 8;

/** The value in its closed shape; else 'input-invalid' naming the places and what was wrong there, never a value. */
export function validate(where: string, schema: z.ZodType | null, value: unknown): unknown {
  if (schema === null) return {};
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, ISSUES_MAX);
  const places = issues.map((issue) => `${[where, ...issue.path.map(String)].join('.')} (${issue.code})`);
  throw new DeskError('input-invalid', `not as expected: ${places.join(', ')}`);
}
