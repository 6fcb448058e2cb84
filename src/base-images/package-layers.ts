import type { Layer } from '../image/image.js';

/** Bytes of layers that are fetched to look into one image. */
const MOST_BYTES = 200e6;
/** Images of no more bytes are read whole. */
const SMALL = 40e6;
const PACKAGE_MANAGER = /\b(?:apt-get|apt|apk|dpkg|dnf|microdnf|tdnf|yum|rpm|zypper)\b/;

/**
 * The layers that tell which packages of a distribution an image has: the lowest, which has its os-release, and the
 * last one that a package manager made, since each such layer holds the whole database. All of a small image, and of
 * one whose history says nothing; undefined when that is too much to fetch.
 */
export function packageLayers(layers: readonly Layer[]): ReadonlySet<number> | undefined {
  const all = layers.reduce((sum, { size }) => sum + size, 0);
  const last = layers.findLast(({ history }) => PACKAGE_MANAGER.test(history?.createdBy ?? ''));
  const isTold = layers.every(({ history }) => history !== undefined);
  const wanted =
    all <= SMALL || !isTold
      ? layers
      : layers.filter(({ index }) => index === 0 || index === last?.index);
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
  return bytes > MOST_BYTES ? undefined : new Set(wanted.map(({ index }) => index));
}
