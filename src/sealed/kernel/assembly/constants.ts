// biome-ignore-all format: one number a line
/** The constants of RFC 9496 §4.1, in all lanes; words least significant first. */
import { fromBytes } from './field-bytes.ts';

export const ONE = memory.data(160, 16);
export const D = memory.data(160, 16);
export const TWICE_D = memory.data(160, 16);
export const SQRT_M1 = memory.data(160, 16);
export const ONE_MINUS_D_SQ = memory.data(160, 16);
export const D_MINUS_ONE_SQ = memory.data(160, 16);
export const SQRT_AD_MINUS_ONE = memory.data(160, 16);
export const INVSQRT_A_MINUS_D = memory.data(160, 16);

/** 32 bytes, and what a limb's load reads behind them. */
const words = memory.data(48, 16);

put(ONE, 1, 0, 0, 0);
put(D, 0x75eb4dca135978a3, 0x00700a4d4141d8ab, 0x8cc740797779e898, 0x52036cee2b6ffe73);
put(TWICE_D, 0xebd69b9426b2f159, 0x00e0149a8283b156, 0x198e80f2eef3d130, 0x2406d9dc56dffce7);
put(SQRT_M1, 0xc4ee1b274a0ea0b0, 0x2f431806ad2fe478, 0x2b4d00993dfbd7a7, 0x2b8324804fc1df0b);
put(ONE_MINUS_D_SQ, 0xe27c09c1945fc176, 0x2c81a138cd5e350f, 0x9994abddbe70dfe4, 0x029072a8b2b3e0d7);
put(D_MINUS_ONE_SQ, 0x31ad5aaa44ed4d20, 0xd29e4a2cb01e1999, 0x4cdcd32f529b4eeb, 0x5968b37af66c2241);
put(SQRT_AD_MINUS_ONE, 0x7e97f6a0497b2e1b, 0xaf9d8e0c1b7854bd, 0x0f3cfcc931f5d1fd, 0x376931bf2b8348ac);
put(INVSQRT_A_MINUS_D, 0x99c8fdaa805d40ea, 0x9d2f16175a4172be, 0x16c27b91fe01d840, 0x786c8905cfaffca2);

function put(to: usize, w0: u64, w1: u64, w2: u64, w3: u64): void {
  store<u64>(words, w0);
  store<u64>(words, w1, 8);
  store<u64>(words, w2, 16);
  store<u64>(words, w3, 24);
  for (let lane: usize = 0; lane < 4; lane++) fromBytes(to, lane, words);
}
