import { createHash } from 'node:crypto';
import type { Finding } from '../../src/core/finding.js';
import { createIntegrityCheck } from '../../src/integrity/integrity.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

/** The files of a layer. The value is a text or bytes, or another kind of member. */
export type Files = Readonly<Record<string, string | Buffer | Omit<TarMember, 'name'>>>;

export interface Outcome {
  readonly findings: readonly Finding[];
  /** As `layer rule path`. */
  readonly changes: readonly string[];
  readonly incomplete: readonly string[];
  readonly notes: readonly string[];
  readonly gaps: readonly (string | undefined)[];
}

/** What the check of packages' files reports for an image with these layers, which these commands made, and this environment. */
export async function changesOf(
  layers: readonly Files[],
  isFull = false,
  commands?: readonly string[],
  environment: readonly string[] = [],
): Promise<Outcome> {
  const folder = temporaryFolder();
  const tars = layers.map((files) =>
    tar(
      Object.entries(files).map(([name, body]) =>
        typeof body === 'string' || Buffer.isBuffer(body) ? { name, body } : { name, ...body },
      ),
    ),
  );
  const image = await openImage(
    `docker-archive:${folder.write('image.tar', dockerArchive(tars, { history: commands?.map((command) => ({ created_by: command })), config: { config: { Env: environment } } }))}`,
  );
  try {
    const check = createIntegrityCheck(image, isFull);
    const files = await image.scan([...check.readers]);
    const { findings, incomplete, notes, gaps } = check.finish(files, {
      layer: () => undefined,
      origin: () => undefined,
    });
    return {
      findings,
      changes: findings
        .map(({ rule, subject }) => `${subject?.layer} ${rule} ${subject?.path}`)
        .sort(),
      incomplete: incomplete.map(({ reason }) => reason),
      notes: notes.map(({ message }) => message),
      gaps: gaps.map(({ reason }) => reason),
    };
  } finally {
    await image.close();
    folder.remove();
  }
}

export function digest(algorithm: string, text: string | Buffer): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** The files of an installed Debian package and its record. */
export function debianPackage(
  files: Readonly<Record<string, string | Buffer>>,
  { name = 'tool', version = '1.0', extra = '' } = {},
): Files {
  const sums = Object.entries(files).map(([path, text]) => `${digest('md5', text)}  ${path}\n`);
  return {
    'var/lib/dpkg/status': `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n${extra}\n`,
    [`var/lib/dpkg/info/${name}.md5sums`]: sums.join(''),
    ...files,
  };
}
