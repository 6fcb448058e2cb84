import type { Finding } from '../../src/core/finding.js';
import { createHardeningCheck, type DockerfileLines } from '../../src/hardening/inspect.js';
import type { RuleDependencies } from '../../src/hardening/rule.js';
import { openImage } from '../../src/image/open.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';

const folder = temporaryFolder();
export const removeImages = () => folder.remove();
let count = 0;

export interface Made {
  /** Members of each layer, the base image's first. */
  readonly layers?: readonly (readonly TarMember[])[];
  /** Docker's `config` object: User, Env, Cmd … */
  readonly config?: Record<string, unknown>;
  readonly created?: string;
  readonly history?: readonly unknown[];
  readonly tags?: readonly string[];
  /** 1 unless told otherwise. */
  readonly baseLayers?: number;
}

export const NOW = new Date('2026-06-01T12:00:00Z');

const judgements: RuleDependencies = {
  now: NOW,
  isSecret: (name, value) => /PASSWORD|TOKEN/.test(name) && value !== '' && !value.startsWith('/'),
  supportPeriods: (reference) =>
    reference.startsWith('node:14') ? [{ what: 'node 14', until: '2023-04-30' }] : [],
};

/** What the rules say of an image; where it stands is `layer N` or the instruction. */
export async function hardeningOf(made: Made): Promise<Finding[]> {
  const layers = (made.layers ?? [[{ name: 'x', body: 'x' }]]).map((members) => tar(members));
  const bytes = dockerArchive(layers, {
    tags: made.tags ?? ['app:1'],
    ...(made.history ? { history: made.history } : {}),
    config: { config: made.config ?? {}, ...(made.created ? { created: made.created } : {}) },
  });
  const image = await openImage(`docker-archive:${folder.write(`${count++}.tar`, bytes)}`);
  try {
    const hardening = createHardeningCheck({ ...image, name: 'app.tar' });
    const files = await image.scan([hardening.reader]);
    return hardening.finish(files, lines(made.baseLayers ?? 1), judgements);
  } finally {
    await image.close();
  }
}

/** Findings of one rule as `severity place: message`. */
export async function said(rule: string, made: Made): Promise<string[]> {
  const findings = (await hardeningOf(made)).filter((finding) => finding.rule === rule);
  return findings.map(
    ({ severity, location, message }) => `${severity} ${location?.path}: ${message}`,
  );
}

function lines(baseLayers: number): DockerfileLines {
  const at = (path: string) => ({ path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
  return {
    baseLayers,
    layer: (index) => at(index < baseLayers ? 'FROM' : `layer ${index}`),
    instruction: (keyword, mention) => at(mention ? `${keyword} ${mention}` : keyword),
  };
}

/** A program. */
export function program(path: string, mode = 0o755): TarMember {
  return { name: path, body: '\x7fELF', mode };
}
