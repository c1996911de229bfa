import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKeyVectors } from './key-vectors.ts';
import { protocolSchemas } from './protocol-schemas.ts';

const folder = 'protocol';
mkdirSync(folder, { recursive: true });
const schemas = protocolSchemas();
for (const name of readdirSync(folder))
  if (name.endsWith('.json') && !schemas.has(name)) rmSync(join(folder, name));
for (const [name, schema] of schemas)
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
process.stdout.write(`${schemas.size} schemas written to ${folder}/\n`);
process.stdout.write(`${writeKeyVectors('vectors/match-keys-v3.json')} vectors of match keys derived anew\n`);
