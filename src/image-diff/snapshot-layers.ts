import { createHash } from 'node:crypto';
import type { SnapshotLayer } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import { readCreatedBy } from '../image/history/created-by.js';
import type { Image } from '../image/image.js';

/** The layers of an image, each with the instruction that made it and its line, as far as they are known. */
export function snapshotLayers(
  { layers }: Image,
  lineOf: (layer: number) => Location | undefined,
): SnapshotLayer[] {
  return layers.map(({ index, diffID, size, history }) => {
    const { keyword, body } = history ? readCreatedBy(history) : { keyword: '', body: '' };
    const instruction = /^[A-Z]{2,20}$/.test(keyword) ? keyword : undefined;
    const location = lineOf(index);
    return {
      diffID,
      size,
      ...(instruction && { instruction }),
      ...(body && { step: checksum(body) }),
      ...(location && { location }),
    };
  });
}

/** Of what was copied, the classic builder names the digest. */
const DIGEST = /\b(?:file|dir|multi):[0-9a-f]{64}\b/g;

/** A command may contain a secret: sixteen bits tell that it is another one, and cannot be guessed back. */
function checksum(body: string): string {
  return createHash('sha256').update(body.replace(DIGEST, '')).digest('hex').slice(0, 4);
}
