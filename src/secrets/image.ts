import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Incomplete, Note } from '../core/report.js';
import type { FileReader, FileSystem, Image, LayerFile } from '../image/image.js';
import { secretFinding } from './finding.js';
import { isDistributions, isSpecimen, isThirdParties, mayHaveSecrets } from './paths.js';
import {
  type Budget,
  MAX_REACH,
  MOST_WORK,
  type Secret,
  searchBytes,
  searchText,
} from './search.js';

/** Of larger files of a compressed layer only the head is read: memory stays flat, and most are programs. */
const MAX_WHOLE = 2 * 1024 * 1024;
/** Of larger ones that lie still the head is read first: most are programs. */
const SMALL = 64 * 1024;
/** No configuration, log or dump of interest is larger. */
const MAX_BYTES = 256 * 1024 * 1024;
/** How much tells text from binary data. */
const HEAD = 8000;
const CHUNK = 1024 * 1024;
/** Secrets of one image: more is a data set, and the first ones say enough. */
const MAX_FOUND = 10_000;

/** What an image's layers and configuration hold. */
export interface ImageSecrets {
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
}

interface Seen {
  readonly file: Omit<LayerFile, 'bytes' | 'part'>;
  readonly secret: Secret;
}

/** Finds secrets in the files of every layer during the one pass, then in the image's configuration and history. */
export function imageSecrets(): {
  readonly reader: FileReader;
  /** The findings, each on the line of its layer; a deleted file's secret says that the layer still carries it. */
  finish(
    image: Image,
    files: FileSystem,
    line: (layer: number) => Location | undefined,
  ): ImageSecrets;
} {
  const seen: Seen[] = [];
  const partly: string[] = [];
  const beheaded: string[] = [];
  const budget = { left: MOST_WORK };
  return {
    reader: {
      wants: ({ size, path }, randomAccess) => {
        if (size === 0 || size > MAX_BYTES || isDistributions(path) || !mayHaveSecrets(path))
          return 0;
        if (isThirdParties(path) && isSpecimen(path)) return 0;
        return size <= (randomAccess ? SMALL : MAX_WHOLE) ? size : HEAD;
      },
      read: ({ bytes, part, ...file }) => {
        if (isBinary(bytes)) return;
        const found =
          seen.length >= MAX_FOUND
            ? { secrets: [], complete: false }
            : part && file.size > bytes.length
              ? inChunks(file, part, budget)
              : search(bytes, file, budget);
        for (const secret of found.secrets) seen.push({ file, secret });
        if (!found.complete) partly.push(`/${file.path}`);
        if (!part && file.size > bytes.length) beheaded.push(`/${file.path}`);
      },
    },
    finish: (image, files, line) => {
      const stated = configurationSecrets(image, budget, line);
      return {
        findings: disambiguateFingerprints([
          ...byKind(seen).map(({ file, secret, count, layers }) =>
            finding(
              image,
              secret,
              count,
              `/${file.path}${fate(file.path, layers, files)}`,
              { layer: file.layer, path: file.path },
              line(file.layer),
            ),
          ),
          ...stated.findings,
        ]),
        incomplete: unfinished(image, [...partly, ...stated.partly]),
        notes: cutShort(image, beheaded),
      };
    },
  };
}

function search(bytes: Uint8Array, { path }: { readonly path: string }, budget: Budget) {
  return searchBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    path,
    certainOnly: isThirdParties(path),
    budget,
  });
}

/** Chunk by chunk, each beginning with the end of the one before; what both see counts once. */
function inChunks(
  file: Seen['file'],
  part: NonNullable<LayerFile['part']>,
  budget: Budget,
): { secrets: Secret[]; complete: boolean } {
  const secrets: Secret[] = [];
  let complete = true;
  let last = -1;
  for (let offset = 0; offset < file.size; offset += CHUNK - MAX_REACH) {
    const found = search(part(offset, CHUNK), file, budget);
    complete &&= found.complete;
    for (const secret of found.secrets) {
      if (offset + secret.start <= last) continue;
      last = offset + secret.start;
      secrets.push(secret);
    }
    if (offset + CHUNK >= file.size) break;
    if (secrets.length >= MAX_FOUND) return { secrets, complete: false };
  }
  return { secrets, complete };
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, HEAD).includes(0);
}

/** The secrets of one kind in a file. */
interface Group extends Seen {
  count: number;
  /** Those that carry them: a layer that changes a file's owner has all of it again. */
  readonly layers: number[];
}

/** The first of each kind in each file of each layer, with how many there are; what is the same in two layers once. */
function byKind(seen: readonly Seen[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of seen) {
    const key = `${one.file.layer}\n${one.secret.detector.id}\n${one.file.path}`;
    const known = groups.get(key);
    if (known) known.count++;
    else groups.set(key, { ...one, count: 1, layers: [one.file.layer] });
  }
  const kept = new Map<string, Group>();
  for (const group of [...groups.values()].sort((a, b) => a.file.layer - b.file.layer)) {
    const { detector, masked, start, end } = group.secret;
    const key = [detector.id, group.file.path, masked, start, end, group.count].join('\n');
    const known = kept.get(key);
    if (known) known.layers.push(group.file.layer);
    else kept.set(key, group);
  }
  return [...kept.values()];
}

/** What later layers did to the file, which leaves it in those that carry it. */
function fate(path: string, layers: readonly number[], files: FileSystem): string {
  const final = files.get(path);
  if (final && layers.includes(final.layer)) return '';
  return `, ${final ? 'overwritten' : 'deleted'} later but still in its layer`;
}

function unfinished(image: Image, partly: readonly string[]): Incomplete[] {
  if (partly.length === 0) return [];
  const reason = `${some(partly)} could be searched only in part: look-alikes of secrets fill them`;
  return [{ check: 'secret', target: image.name, reason }];
}

function cutShort(image: Image, paths: readonly string[]): Note[] {
  if (paths.length === 0) return [];
  const message = `Of ${some(paths)} only the beginning was searched for secrets: of a text above 2 MiB in a compressed layer no more is read.`;
  return [{ check: 'secret', target: image.name, message }];
}

function some(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;
}

/**
 * What the image says of itself, and the places that could be searched only in part; a secret that its environment and
 * its history show is reported once.
 */
function configurationSecrets(
  image: Image,
  budget: Budget,
  line: (layer: number) => Location | undefined,
): { readonly findings: readonly Finding[]; readonly partly: readonly string[] } {
  const known = new Set<string>();
  const partly = new Set<string>();
  const findings: Finding[] = [];
  for (const { place, text, layer } of configurationTexts(image)) {
    const { secrets, complete } = searchText(text, { budget });
    if (!complete) partly.add(place);
    for (const secret of secrets) {
      const key = `${secret.detector.id} ${secret.masked}`;
      if (known.has(key)) continue;
      known.add(key);
      const where = layer === undefined ? {} : { layer };
      findings.push(
        finding(image, secret, 1, place, where, layer === undefined ? undefined : line(layer)),
      );
    }
  }
  return { findings, partly: [...partly] };
}

function configurationTexts(image: Image): { place: string; text: string; layer?: number }[] {
  const { config } = image;
  const layers = new Map(image.layers.map((layer) => [layer.history, layer.index]));
  return [
    ...config.env.map((text) => ({ place: 'the image’s environment', text })),
    ...[...config.labels].map(([name, value]) => ({
      place: `the label ${name}`,
      text: `${name}=${value}`,
    })),
    { place: 'the image’s command', text: (config.cmd ?? []).join(' ') },
    { place: 'the image’s entry point', text: (config.entrypoint ?? []).join(' ') },
    { place: 'the image’s health check', text: (config.healthcheck ?? []).join(' ') },
    ...config.history.map((entry) => {
      const layer = layers.get(entry);
      const text = entry.createdBy ?? '';
      return { place: 'the build history', text, ...(layer === undefined ? {} : { layer }) };
    }),
  ];
}

function finding(
  image: Image,
  secret: Secret,
  count: number,
  place: string,
  where: { layer?: number; path?: string },
  location: Location | undefined,
): Finding {
  return {
    ...secretFinding(secret, `is in ${place}`, count),
    ...(location ? { location } : {}),
    subject: { image: image.name, ...where },
    fingerprint: fingerprint(secret.detector.id, imageName(image.name), where.path ?? place),
  };
}
