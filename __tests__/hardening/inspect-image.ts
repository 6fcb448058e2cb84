import type { Finding } from '../../src/core/finding.js';
import type { FoundNeeds, OwnStart } from '../../src/core/runtime-needs.js';
import {
  createHardeningCheck,
  type DockerfileLines,
  type HardeningCheck,
} from '../../src/hardening/inspect.js';
import type { RuleDependencies } from '../../src/hardening/rule.js';
import type { FileSystem } from '../../src/image/image.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
export const removeImages = () => folder.remove();
let count = 0;

export interface ImageSpec {
  /** The members of each layer, those of the base image first. */
  readonly layers?: readonly (readonly TarMember[])[];
  /** Docker's `config` object: User, Env, Cmd … */
  readonly config?: Record<string, unknown>;
  readonly created?: string;
  readonly history?: readonly unknown[];
  readonly tags?: readonly string[];
  /** Where the image comes from: `oci`, `dir` …; a Docker archive by default. */
  readonly source?: string;
  /** 1 by default. */
  readonly baseLayers?: number;
}

export const NOW = new Date('2026-06-01T12:00:00Z');

const dependencies: RuleDependencies = {
  now: NOW,
  isSecret: (name, value) => /PASSWORD|TOKEN/.test(name) && value !== '' && !value.startsWith('/'),
  supportPeriods: (reference) =>
    reference.startsWith('node:14') ? [{ what: 'node 14', until: '2023-04-30', exact: true }] : [],
};

/** The findings of all rules for an image. The path of a location is `layer N` or the instruction. */
export function inspectImage(spec: ImageSpec): Promise<Finding[]> {
  return withCheck(spec, (hardening, files) =>
    hardening.finish(files, dockerfileLines(spec.baseLayers ?? 1), dependencies),
  );
}

/** What an image needs when it runs, or is started so; or why that is not known. */
export function needsOf(spec: ImageSpec, start?: OwnStart): Promise<FoundNeeds> {
  return withCheck(spec, (hardening, files) => hardening.needs(files, start), start);
}

/** Scans an image, and passes its check and its files. */
async function withCheck<T>(
  spec: ImageSpec,
  use: (hardening: HardeningCheck, files: FileSystem) => T,
  start?: OwnStart,
): Promise<T> {
  const layers = (spec.layers ?? [[{ name: 'x', body: 'x' }]]).map((members) => tar(members));
  const bytes = dockerArchive(layers, {
    tags: spec.tags ?? ['app:1'],
    ...(spec.history ? { history: spec.history } : {}),
    config: { config: spec.config ?? {}, ...(spec.created ? { created: spec.created } : {}) },
  });
  const image = await openImage(`docker-archive:${folder.write(`${count++}.tar`, bytes)}`);
  try {
    const named = { ...image, name: 'app.tar', source: spec.source ?? image.source };
    const hardening = createHardeningCheck(named, undefined, start ? [start] : []);
    const files = await image.scan([hardening.reader], { keep: () => true });
    return use(hardening, files);
  } finally {
    await image.close();
  }
}

/** The findings of one rule as `severity place: message`. */
export async function findingsOf(rule: string, spec: ImageSpec): Promise<string[]> {
  const findings = (await inspectImage(spec)).filter((finding) => finding.rule === rule);
  return findings.map(
    ({ severity, location, message }) => `${severity} ${location?.path}: ${message}`,
  );
}

function dockerfileLines(baseLayers: number): DockerfileLines {
  const at = (path: string) => ({ path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
  return {
    baseLayers,
    layer: (index) => at(index < baseLayers ? 'FROM' : `layer ${index}`),
    origin: (index) => ({ kind: index < baseLayers ? 'base-image' : 'own-layer' }),
    configOrigin: () => ({ kind: 'own-layer' }),
    instruction: (keyword, mention) => at(mention ? `${keyword} ${mention}` : keyword),
  };
}
