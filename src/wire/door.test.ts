import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { listFaultPoints } from '../base/index.ts';
import {
  agreementSchema,
  envelopeHeaderSchema,
  expiryOf,
  MESSAGE_KINDS,
  MESSAGE_LIFETIMES_MS,
  plainRefusalSchema,
  signedRefusalSchema,
} from './index.ts';

describe('the door of wire', () => {
  it('hands out schemas that can be written as JSON Schema', () => {
    for (const schema of [agreementSchema, envelopeHeaderSchema, plainRefusalSchema, signedRefusalSchema]) {
      expect(z.toJSONSchema(schema)).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('names its fault points: every commit, rename and send', () => {
    expect(listFaultPoints().filter((name) => name.startsWith('wire/'))).toEqual([
      'wire/file/before-send',
      'wire/inbox/after-commit-before-answer',
      'wire/inbox/before-commit',
      'wire/key-file/after-rename',
      'wire/key-file/before-rename',
      'wire/outbox/after-send-before-answer-stored',
      'wire/outbox/answer-stored',
      'wire/outbox/before-send',
      'wire/outbox/stored',
      'wire/refusal/before-send',
    ]);
  });

  it('lets a question live 15 minutes and a disclosure 30 days', () => {
    const noon = new Date('2031-05-06T12:00:00.000Z');
    expect(expiryOf('match-query', noon).toISOString()).toBe('2031-05-06T12:15:00.000Z');
    expect(expiryOf('disclosure', noon).toISOString()).toBe('2031-06-05T12:00:00.000Z');
    expect(MESSAGE_KINDS.every((kind) => MESSAGE_LIFETIMES_MS[kind] >= 15 * 60_000)).toBe(true);
  });
});
