import { BaseError } from './errors.ts';

/** Hands the value back when it is at most `max`; throws `limit-exceeded` with both figures otherwise. */
export function atMost(what: string, value: number, max: number): number {
  if (value > max) {
    throw new BaseError('limit-exceeded', `${what}: ${value} is more than the ${max} allowed`, {
      evidence: { what, value, max },
    });
  }
  return value;
}
