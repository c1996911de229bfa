import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../base/index.ts';
import type { AgencyConfig } from '../config.ts';
import { openSegmentFiles, type SegmentShower } from '../exchange/index.ts';
import { openSealerOf } from '../open-sealer.ts';
import { createIndexBuilder, sealedReady } from '../sealed/index.ts';
import { parseAgreement } from '../wire/index.ts';

/** What an agency shows segments with: its sealer, its segments' folder and threads, opened when they are needed and closed with it. */
export class OpenedShower {
  readonly #config: AgencyConfig;
  readonly #closing: (() => Promise<void>)[] = [];

  constructor(config: AgencyConfig) {
    this.#config = config;
  }

  async open(): Promise<SegmentShower> {
    const { agreement, data, workers = 1 } = this.#config;
    await sealedReady();
    const text = readFileSync(agreement, 'utf8');
    const sealer = await openSealerOf(this.#config, parseAgreement(text, systemClock.now()), () => {});
    this.#closing.push(() => sealer.close());
    const builder = createIndexBuilder({ workers });
    this.#closing.push(() => builder.close());
    return { sealer, builder, files: openSegmentFiles(join(data, 'segments')) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing.toReversed()) await close();
  }
}
