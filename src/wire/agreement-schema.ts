import * as z from 'zod';
import { readBase64Url } from '../base/index.ts';
import { MEMBERS_MAX } from './bounds.ts';

const key32 = z
  .string()
  .length(43)
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .refine((text) => readBase64Url(text)?.length === 32, 'expected the 32 bytes of a key in base64url');

const moment = z.iso.datetime({ offset: false, precision: 3 });

const endpoint = z
  .string()
  .max(200)
  .regex(/^https:\/\/[A-Za-z0-9.[\]:-]+$/)
  .refine(isPlainOrigin, 'expected https://host:port and nothing else');

export const memberSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  name: z.string().min(1).max(200),
  letters: z.string().regex(/^[A-Z]{2,5}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  language: z.string().regex(/^[a-z]{2}$/),
  endpoint,
  signingKey: key32,
  sealingKey: key32,
  /** Pins, the key in use first; two while one key replaces the other. */
  tlsKeys: z.array(key32).min(1).max(2),
  ledgerKey: key32,
  /** The power of ten that bounds the number of people in this member's holdings. */
  sizeClass: z.number().int().min(10_000).max(1_000_000_000),
});

const elements = z.number().int().min(0).max(1_000_000_000);
const percent = z.number().int().min(1).max(100);

/** What one partner may have evaluated of a class, what all partners together may, and how it is divided. */
export const budgetSchema = z.strictObject({
  perDay: elements,
  perEpoch: elements,
  allPartnersPerDay: elements.optional(),
  allPartnersPerEpoch: elements.optional(),
  /** Of a partner's day and epoch at most so much for one of its officers, and for one purpose. */
  officerPercent: percent.optional(),
  purposePercent: percent.optional(),
});

/** What the members sign: who they are, how each is reached and known, what may be asked and how much of it. */
export const agreementSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().min(1).max(200),
  validFrom: moment,
  expiresAt: moment,
  members: z.array(memberSchema).min(2).max(MEMBERS_MAX),
  purposes: z
    .array(z.string().regex(/^[a-z][a-z-]{0,63}$/))
    .min(1)
    .max(64),
  budgets: z.record(z.string().regex(/^[a-z][a-z-]{0,63}$/), budgetSchema),
});

function isPlainOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && (url.origin === text || `${url.origin}:443` === text);
  } catch {
    return false;
  }
}
