import { cpus, loadavg, totalmem } from 'node:os';

/** Where a figure was measured; a figure without it says nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  /** Processes that wanted a core, on average over the last minute: above the number of cores, figures are low. */
  readonly load: number;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGb, node, platform, load } = machine;
  return `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, ${platform}; load ${load} at the start`;
}
