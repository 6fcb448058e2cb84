import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Origin } from '../core/origin.js';
import { ruleFinding } from '../core/rule-finding.js';
import type { FoundNeeds, OwnStart } from '../core/runtime-needs.js';
import type { FileReader, FileSystem, Image } from '../image/image.js';
import { startedCommands } from '../start/started-commands.js';
import { deriveNeeds } from './needs/derive.js';
import { programReader } from './needs/program-facts.js';
import type {
  FileWatcher,
  HardeningObservation,
  HardeningRule,
  InspectedImage,
  RuleDependencies,
} from './rule.js';
import { hardeningRules } from './rules/index.js';
import { collectTextFiles } from './text-files.js';

/** The lines of the Dockerfile that created the layers and the configuration of an image. */
export interface DockerfileLines {
  /** The number of layers of the base image, which are the lowest. */
  readonly baseLayers: number;
  layer(index: number): Location | undefined;
  /** Where a layer comes from. */
  origin(layer: number): Origin | undefined;
  /** Where a part of the configuration comes from: an instruction with this keyword that contains `mention`. */
  configOrigin(keyword: string, mention?: string): Origin | undefined;
  /** The last instruction with this keyword that contains `mention`; the FROM line if there is none. */
  instruction(keyword: string, mention?: string): Location | undefined;
}

/** The check of one image: pass `reader` to the scan of its layers, then call `finish`. */
export interface HardeningCheck {
  readonly reader: FileReader;
  /** The findings of all rules, each on the Dockerfile line that causes it. */
  finish(files: FileSystem, lines: DockerfileLines, dependencies: RuleDependencies): Finding[];
  /** What the image needs when it runs, or is started as a manifest says; or why that is not known. */
  needs(files: FileSystem, start?: OwnStart): FoundNeeds;
}

/** `starts` are the starts that `needs` is asked about. */
export function createHardeningCheck(
  image: Image,
  rules: readonly HardeningRule[] = hardeningRules,
  starts: readonly OwnStart[] = [],
): HardeningCheck {
  const textFiles = collectTextFiles(image, starts);
  let factsOf: ReturnType<typeof programReader> | undefined;
  return {
    reader: textFiles.reader,
    finish(files, lines, dependencies) {
      const textOf = (path: string) => textFiles.textOf(files, path);
      const subject: InspectedImage = {
        image,
        files,
        baseLayers: lines.baseLayers,
        textOf,
        started: startedCommands(image.config, { files, textOf }),
        dependencies,
      };
      return disambiguateFingerprints(runRules(subject, lines, rules));
    },
    needs(files, start) {
      const config = { ...image.config, ...start };
      const textOf = (path: string) => textFiles.textOf(files, path);
      const configFiles = textFiles.paths().filter((path) => files.get(path) !== undefined);
      const started = startedCommands(config, { files, textOf });
      factsOf ??= programReader(files);
      return deriveNeeds({ config, files, textOf, configFiles, started, factsOf, start });
    },
  };
}

function runRules(
  subject: InspectedImage,
  lines: DockerfileLines,
  rules: readonly HardeningRule[],
): Finding[] {
  const findings: Finding[] = [];
  const watchers: FileWatcher[] = [];
  for (const rule of rules) {
    const watcher = rule.check(subject, (observation) =>
      findings.push(createFinding(rule, observation, subject.image, lines)),
    );
    if (watcher) watchers.push(watcher);
  }
  walkFiles(subject, watchers);
  return findings;
}

/** Walks the final file system and the layers once, whatever the number of rules. */
function walkFiles({ image, files }: InspectedImage, watchers: readonly FileWatcher[]): void {
  const visible = watchers.flatMap((watcher) => watcher.visible?.bind(watcher) ?? []);
  const stored = watchers.flatMap((watcher) => watcher.stored?.bind(watcher) ?? []);
  if (visible.length > 0)
    for (const entry of files.entries()) for (const notify of visible) notify(entry);
  // A folder that is scanned as an image has no layers, but its files are in layer 0.
  const layerCount = Math.max(1, image.layers.length);
  if (stored.length > 0)
    for (let layer = 0; layer < layerCount; layer++)
      for (const entry of files.layer(layer)) for (const notify of stored) notify(entry);
  for (const watcher of watchers) watcher.end?.();
}

function createFinding(
  rule: HardeningRule,
  observation: HardeningObservation,
  image: Image,
  lines: DockerfileLines,
): Finding {
  const { message, layer, path, details, instruction = 'FROM', mention } = observation;
  const location =
    layer === undefined ? lines.instruction(instruction, mention) : lines.layer(layer);
  const origin = observation.inBaseImage
    ? lines.origin(0)
    : layer === undefined
      ? lines.configOrigin(instruction, mention)
      : lines.origin(layer);
  return {
    ...ruleFinding(rule, 'hardening'),
    severity: observation.severity ?? rule.severity,
    confidence: observation.confidence ?? 'high',
    message,
    ...(location && { location }),
    subject: {
      image: image.name,
      ...(layer !== undefined && { layer }),
      ...(path !== undefined && { path }),
    },
    ...(origin && { origin }),
    fingerprint: fingerprint(rule.id, imageName(image.name), path ?? observation.about),
    ...(details && { details }),
  };
}
