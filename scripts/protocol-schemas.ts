import { z } from 'zod';
import { ExchangeError, MESSAGE_BODIES } from '../src/exchange/index.ts';
import { mappingJsonSchema } from '../src/intake/index.ts';
import { keysManifestSchema, segmentsManifestSchema } from '../src/sealed/index.ts';
import {
  agreementSchema,
  dsseEnvelopeSchema,
  envelopeHeaderSchema,
  plainRefusalSchema,
  signedRefusalSchema,
} from '../src/wire/index.ts';

/** The refusals by which a partner may answer each kind of message, beside those of the envelope itself. */
const NAMED_ERRORS: Readonly<Record<keyof typeof MESSAGE_BODIES, readonly ExchangeError['code'][]>> = {
  'match-query': [
    'message-malformed',
    'purpose-not-agreed',
    'version-differs',
    'epoch-unknown',
    'elements-invalid',
    'budget-used-up',
    'restored-from-backup',
  ],
  'match-result': [],
  'follow-up-request': [
    'message-malformed',
    'question-unknown',
    'question-closed',
    'opening-invalid',
    'element-opened-before',
    'restored-from-backup',
  ],
  disclosure: ['message-malformed', 'request-unknown', 'answer-repeated'],
  refusal: ['message-malformed', 'request-unknown', 'answer-repeated'],
  receipt: [],
  checkpoint: ['message-malformed'],
  'index-notice': ['message-malformed'],
  'index-receipt': ['message-malformed', 'receipt-invalid'],
  'index-salt': [],
  'witness-statement': [],
  'budget-grant': ['message-malformed', 'grant-refused'],
  'pair-statement': ['message-malformed', 'statement-invalid', 'statement-repeated'],
};

/** Every document that crosses between agencies, as `file name → JSON Schema`: what stands in protocol/. */
export function protocolSchemas(): ReadonlyMap<string, unknown> {
  const documents = new Map<string, unknown>();
  for (const [kind, schema] of Object.entries(MESSAGE_BODIES)) {
    const errors = NAMED_ERRORS[kind as keyof typeof MESSAGE_BODIES];
    documents.set(`${kind}.json`, {
      ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
      title: kind,
      'x-errors': errors,
    });
  }
  const others = {
    'envelope-header': envelopeHeaderSchema,
    agreement: agreementSchema,
    'dsse-envelope': dsseEnvelopeSchema,
    'refusal-plain': plainRefusalSchema,
    'refusal-signed': signedRefusalSchema,
    'manifest-keys': keysManifestSchema,
    'manifest-segments': segmentsManifestSchema,
  };
  for (const [name, schema] of Object.entries(others)) {
    documents.set(`${name}.json`, {
      ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
      title: name,
    });
  }
  documents.set('mapping.schema.json', mappingJsonSchema());
  return documents;
}
