// Written by zstd: Node 20 cannot compress with it.

/** The text of a frame. */
export const TEXT = 'a small text';
/** One block without compression. */
export const FRAME = Buffer.from('28b52ffd200c6100006120736d616c6c2074657874', 'hex');

/** The text of a frame with compressed data. */
export const CHECKED_TEXT = 'ab'.repeat(300);
/** One compressed block, and a checksum. */
export const CHECKED_FRAME = Buffer.from('28b52ffd6458014d0000106162010053aa1c16ed6bfded', 'hex');

/** A frame without text. */
export const SKIPPABLE_FRAME = Buffer.from('542a4d1803000000616263', 'hex');

/** The positions where data of these frames can end: at its start, and after each frame. */
export function frameEnds(frames: readonly Buffer[]): number[] {
  const ends = [0];
  for (const { length } of frames) ends.push((ends.at(-1) ?? 0) + length);
  return ends;
}
