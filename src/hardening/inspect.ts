import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { FileReader, FileSystem, Image } from '../image/image.js';
import type {
  FileWatcher,
  HardeningObservation,
  HardeningRule,
  InspectedImage,
  RuleDependencies,
} from './rule.js';
import { hardeningRules } from './rules/index.js';
import { startedCommands } from './start-command.js';
import { collectTextFiles } from './text-files.js';

/** Where in the repository a layer, or an instruction that sets configuration, was written. */
export interface DockerfileLines {
  /** How many of the lowest layers are the base image's. */
  readonly baseLayers: number;
  layer(index: number): Location | undefined;
  /** The last instruction with this keyword that has the text, else the FROM line. */
  instruction(keyword: string, mention?: string): Location | undefined;
}

/** The hardening rules over one image: give `reader` to the one pass over its layers, then call `finish`. */
export function createHardeningCheck(
  image: Image,
  rules: readonly HardeningRule[] = hardeningRules,
): {
  readonly reader: FileReader;
  /** What every rule says, each on the Dockerfile line that did it. */
  finish(files: FileSystem, lines: DockerfileLines, judgements: RuleDependencies): Finding[];
} {
  const texts = collectTextFiles(image);
  return {
    reader: texts.reader,
    finish: (files, lines, judgements) => {
      const text = (path: string) => texts.text(files, path);
      const { baseLayers } = lines;
      const started = startedCommands(image.config, text);
      const subject = { image, files, baseLayers, textOf: text, started, dependencies: judgements };
      return disambiguateFingerprints(judge(subject, lines, rules));
    },
  };
}

function judge(
  subject: InspectedImage,
  lines: DockerfileLines,
  rules: readonly HardeningRule[],
): Finding[] {
  const findings: Finding[] = [];
  const watches: FileWatcher[] = [];
  for (const rule of rules) {
    const watch = rule.check(subject, (seen) =>
      findings.push(asFinding(rule, seen, subject.image, lines)),
    );
    if (watch) watches.push(watch);
  }
  walk(subject, watches);
  return findings;
}

/** Two walks over the tables that the pass over the layers left, whatever the number of rules. */
function walk({ image, files }: InspectedImage, watches: readonly FileWatcher[]): void {
  const visible = watches.flatMap((watch) => watch.visible?.bind(watch) ?? []);
  const stored = watches.flatMap((watch) => watch.stored?.bind(watch) ?? []);
  if (visible.length > 0)
    for (const entry of files.entries()) for (const look of visible) look(entry);
  // A folder has no layers, and one table.
  const layers = Math.max(1, image.layers.length);
  if (stored.length > 0)
    for (let index = 0; index < layers; index++)
      for (const entry of files.layer(index)) for (const look of stored) look(entry);
  for (const watch of watches) watch.end?.();
}

function asFinding(
  rule: HardeningRule,
  seen: HardeningObservation,
  image: Image,
  lines: DockerfileLines,
): Finding {
  const location =
    seen.layer === undefined
      ? lines.instruction(seen.instruction ?? 'FROM', seen.mention)
      : lines.layer(seen.layer);
  return {
    rule: rule.id,
    aliases: rule.aliases ?? [],
    check: 'hardening',
    severity: seen.severity ?? rule.severity,
    confidence: seen.confidence ?? 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message: seen.message,
    ...(location ? { location } : {}),
    subject: {
      image: image.name,
      ...(seen.layer === undefined ? {} : { layer: seen.layer }),
      ...(seen.path === undefined ? {} : { path: seen.path }),
    },
    fingerprint: fingerprint(rule.id, imageName(image.name), seen.path ?? seen.about),
    status: 'new',
    ...(seen.details ? { details: seen.details } : {}),
  };
}
