import type { LayerSummary, Target } from '../../core/report.js';
import { type InstalledPackage, installedPackages } from '../../dockerfile/installed-packages.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { inlineDockerfiles } from '../../manifests/inline-dockerfile.js';
import { readManifestText } from '../../manifests/manifest-document.js';
import type { LayerFacts } from '../plan/facts.js';

/** Reads a file of the repository; undefined if it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** What made the layers of each image, from the instructions in the Dockerfiles. */
export function layerFacts(
  targets: readonly Target[],
  read: ReadText,
): ReadonlyMap<string, readonly LayerFacts[]> {
  const files = new Map<string, ReadonlyMap<number, InstructionFacts>>();
  const factsAt = ({ location, instruction, origin }: LayerSummary) => {
    if (!location || instruction !== 'RUN' || origin?.kind === 'base-image') return undefined;
    const known = files.get(location.path) ?? instructionFacts(location.path, read);
    files.set(location.path, known);
    return known.get(location.startLine);
  };
  return new Map(
    targets.flatMap(({ name, layers }) =>
      layers
        ? [
            [
              name,
              layers.map((layer): LayerFacts => {
                const { index, created } = layer;
                return { index, ...(created !== undefined && { created }), ...factsAt(layer) };
              }),
            ] as const,
          ]
        : [],
    ),
  );
}

type InstructionFacts = Omit<LayerFacts, 'index' | 'created'>;

/** By line of the file. */
function instructionFacts(path: string, read: ReadText): ReadonlyMap<number, InstructionFacts> {
  return new Map(dockerfilesIn(path, read).flatMap(factsIn));
}

/** A Dockerfile, or those in a Compose file. */
export function dockerfilesIn(path: string, read: ReadText): readonly PlacedText[] {
  const text = read(path);
  if (text === undefined) return [];
  if (!isComposeFile(path)) return [{ path, text, linesBefore: 0 }];
  const manifest = readManifestText(text, path);
  const inline = 'kind' in manifest ? [] : inlineDockerfiles(manifest);
  return inline.map((one) => ({ path, ...one }));
}

function isComposeFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** A Dockerfile that begins after some lines of its file. */
export interface PlacedText {
  readonly path: string;
  readonly text: string;
  readonly linesBefore: number;
}

function factsIn({ path, text, linesBefore }: PlacedText): (readonly [number, InstructionFacts])[] {
  const dockerfile = parseDockerfile(path, text);
  const [host] = dockerfile.instructions.flatMap((one) => SNAPSHOTS.exec(one.text)?.[0] ?? []);
  const frozen =
    host === undefined ? {} : { frozen: `${path} installs packages from ${host} as of one day` };
  return installedPackages(dockerfile).map(({ run, effect, manager, packages }) => [
    run.range.startLine + linesBefore,
    {
      ...(effect && manager && { effect, manager, ...frozen }),
      pins: pinsOf(packages),
      languages: packages.filter(isOfLanguage),
    },
  ]);
}

/** Archives with the packages of one day. Sources: snapshot.debian.org; snapshot.ubuntu.com. */
const SNAPSHOTS = /\bsnapshot(?:-cloudflare)?\.(?:debian\.org|ubuntu\.com)\b/;

const LANGUAGES: ReadonlySet<string> = new Set(['pip', 'npm', 'gem']);

function isOfLanguage({ manager }: InstalledPackage): boolean {
  return LANGUAGES.has(manager);
}

function pinsOf(packages: readonly InstalledPackage[]): ReadonlyMap<string, string> {
  return new Map(
    packages.flatMap((one) =>
      one.version === undefined || isOfLanguage(one) ? [] : [[one.name, one.version] as const],
    ),
  );
}
