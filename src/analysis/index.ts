/**
 * Room analysis: the network, assembled from plain data: own records, received copies, judgements, hits nobody opened.
 * Pure: the same input gives the same picture, every random choice takes a seed, nothing is capped or hidden in silence
 * (`leftOut` counts what is not drawn and says why). It never scores people and computes no centrality.
 *
 * Read: input.ts, network.ts, assemble.ts (pieces.ts, join.ts, node.ts), paths.ts, table.ts, timeline.ts, gaps.ts,
 * layout.ts (spread.ts, random.ts).
 */
export { assembleNetwork } from './assemble.ts';
export { type Gap, type GapCode, gaps } from './gaps.ts';
export {
  type AskedThingInput,
  type CopyInput,
  copyRef,
  type JudgementInput,
  type MaskedInput,
  type NetworkInput,
  type OpenedHitInput,
  type OwnEntity,
  ownRef,
  type OwnRelation,
  type SealedHitInput,
} from './input.ts';
export { layout } from './layout.ts';
export type {
  Drawing,
  LeftOut,
  LeftOutReason,
  Network,
  NetworkEdge,
  NetworkNode,
  NetworkValue,
  NodeState,
} from './network.ts';
export { neighbourhood, type NetworkPath, shortestPath } from './paths.ts';
export { NODE_HEIGHT, NODE_WIDTH, type Position } from './spread.ts';
export { networkTable, type NetworkRow } from './table.ts';
export { timeline, type TimelineEntry } from './timeline.ts';
