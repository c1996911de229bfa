/**
 * Room base: bytes, clock, ids, limits, coded error, fault points. It knows no domain word.
 * Read: bytes.ts, ids.ts, errors.ts, limits.ts, clock.ts, faults.ts.
 */
export {
  concatBytes,
  equalBytes,
  lengthPrefixed,
  readBase64,
  readBase64Url,
  readHex,
  sha256,
  sha512,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
} from './bytes.ts';
export { type Clock, ManualClock, systemClock } from './clock.ts';
export { Closing } from './closing.ts';
export { assert, BaseError, type BaseErrorCode, CodedError } from './errors.ts';
export { declareFaultPoint, listFaultPoints, reach } from './faults.ts';
export { groupBy } from './group-by.ts';
export { derivedId, isId, randomId } from './ids.ts';
export { atMost } from './limits.ts';
