import type { Finding } from '../findings/finding.js';
import { distinguish, fingerprint, imageName } from '../findings/fingerprint.js';
import type { Location } from '../findings/location.js';
import type { FileReader, FileSystem, Image, LayerFile } from '../images/image.js';
import { type Secret, searchBytes, searchSecrets } from './search.js';

/** Larger files hold data, not configuration. */
const MAX_BYTES = 1024 * 1024;

/** Finds secrets in the files of every layer during the one pass, then in the image's configuration and history. */
export function imageSecrets(): {
  readonly reader: FileReader;
  /** The findings, each on the line of its layer; a deleted file's secret says that the layer still carries it. */
  finish(image: Image, files: FileSystem, line: (layer: number) => Location | undefined): Finding[];
} {
  const seen: { file: Omit<LayerFile, 'bytes'>; secret: Secret }[] = [];
  return {
    reader: {
      wants: ({ size, path }) =>
        size === 0 || size > MAX_BYTES || isDistributions(path) ? 0 : size,
      read: ({ bytes, ...file }) => {
        if (isBinary(bytes)) return;
        const found = searchBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
          path: file.path,
        });
        for (const secret of found.secrets) seen.push({ file, secret });
      },
    },
    finish: (image, files, line) =>
      distinguish([
        ...seen.map(({ file, secret }) => {
          const alive = files.get(file.path)?.layer === file.layer;
          const place = `/${file.path}${alive ? '' : ', deleted later but still in its layer'}`;
          return finding(
            image,
            secret,
            place,
            { layer: file.layer, path: file.path },
            line(file.layer),
          );
        }),
        ...configurationTexts(image).flatMap(({ place, text, layer }) =>
          searchSecrets(text).map((secret) =>
            finding(
              image,
              secret,
              place,
              layer === undefined ? {} : { layer },
              layer === undefined ? undefined : line(layer),
            ),
          ),
        ),
      ]),
  };
}

/** Files of the distribution itself: documentation and locale data are full of look-alikes and nobody's secrets. */
function isDistributions(path: string): boolean {
  return /^(usr\/share\/(doc|man|locale|zoneinfo|perl|info)|usr\/lib\/locale|var\/lib\/dpkg\/info)\//.test(
    path,
  );
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function configurationTexts(image: Image): { place: string; text: string; layer?: number }[] {
  const layers = new Map(image.layers.map((layer) => [layer.history, layer.index]));
  return [
    ...image.config.env.map((text) => ({ place: 'the image’s environment', text })),
    ...[...image.config.labels].map(([name, value]) => ({
      place: `the label ${name}`,
      text: value,
    })),
    ...image.config.history.map((entry) => {
      const layer = layers.get(entry);
      const text = entry.createdBy ?? '';
      return { place: 'the build history', text, ...(layer === undefined ? {} : { layer }) };
    }),
  ];
}

function finding(
  image: Image,
  { detector, masked }: Secret,
  place: string,
  where: { layer?: number; path?: string },
  location: Location | undefined,
): Finding {
  return {
    rule: detector.id,
    aliases: [],
    check: 'secret',
    severity: detector.severity,
    confidence: detector.confidence,
    tags: ['practice:secrets'],
    message: `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)} (${masked}) is in ${place}.`,
    ...(location ? { location } : {}),
    subject: { image: image.name, ...where },
    fingerprint: fingerprint(detector.id, imageName(image.name), where.path ?? place),
    status: 'new',
  };
}
