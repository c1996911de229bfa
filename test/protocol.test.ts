import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { protocolSchemas } from '../scripts/protocol-schemas.ts';

const folder = new URL('../protocol/', import.meta.url);

describe('the folder protocol/', () => {
  const schemas = protocolSchemas();

  it.each([...schemas])(
    'holds %s exactly as the code has it (npm run protocol writes it)',
    (name, schema) => {
      expect(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify(schema)),
      );
    },
  );

  it('holds nothing else', () => {
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .toSorted(),
    ).toEqual([...schemas.keys()].toSorted());
  });
});
