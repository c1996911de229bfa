import { existsSync } from 'node:fs';
import type { IndexBuilder } from '../../sealed/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import type { Sealer } from '../seal/sealer.ts';

/** What showing segments takes beside the database. */
export interface SegmentShower {
  readonly sealer: Pick<Sealer, 'build' | 'show' | 'tagsKey'>;
  readonly files: Pick<SegmentFiles, 'tagsPath' | 'replacedTagsPath'>;
  readonly builder: Pick<IndexBuilder, 'evaluateKeys'>;
}

export type ShowContext = Pick<ExchangeContext, 'agencyId' | 'database'> & SegmentShower;

/** Where what was kept beside an own segment lies, also for a day after it was replaced; null where it does not. */
export function keptPath({ files }: ShowContext, partner: string, hash: string): string | null {
  const paths = [files.tagsPath(partner, hash), files.replacedTagsPath(partner, hash)];
  return paths.find((one) => existsSync(one)) ?? null;
}
