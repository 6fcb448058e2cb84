import type { ProjectFiles } from '../builds/project-files.js';
import type { Coverage } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import type { Host } from '../core/host.js';
import type { Package } from '../core/package.js';
import type { Inspection } from '../core/report.js';
import type { FoundNeeds, OwnStart, StartNeeds } from '../core/runtime-needs.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import { keepForUse, packageUses } from '../evidence/usage.js';
import type { RuleDependencies } from '../hardening/rule.js';
import type { FileSystem, Image } from '../image/image.js';
import { type LayerReader, layerReaders, type StartedReader } from '../image/layer-reader.js';
import { startSnapshot } from '../image-diff/take-snapshot.js';
import { CATALOGERS, CATALOGERS_WITH_FUNCTIONS } from '../inventory/catalogers/index.js';
import { type Inventory, startInventory } from '../inventory/inventory.js';
import { createShippedFiles } from '../inventory/shipped-files.js';
import { reason } from '../lib/errors.js';
import { createMalwareScan } from '../malware/inspect.js';
import { isSecretLiteral } from '../manifests/secret-literal.js';
import type { CheckContext } from '../policy/check-context.js';
import { imageSecrets } from '../secrets/image.js';
import { isSecretName } from '../secrets/secret-names.js';
import { isGuessable } from '../secrets/value-strength.js';
import type { ImageLines } from './image-lines.js';
import type { SignatureCheck } from './image-signatures.js';

/** What is asked about an image. */
export interface ImageRequest {
  /** How the Dockerfiles of the repository build; one of them may have built the image. */
  readonly plans?: readonly DockerfilePlan[];
  /** Files that can name the packages of an image that is built without a Dockerfile. */
  readonly project?: ProjectFiles;
  readonly checks: readonly Check[];
  /** The check of its signatures, which runs while the layers are read. */
  readonly signatureCheck?: SignatureCheck;
  /** How manifests start an image with these names, if otherwise than it starts itself. */
  readonly startsOf?: (names: readonly string[]) => readonly OwnStart[];
}

/** What the pass over the layers asks of the options. */
export type AskedByLayers =
  | 'now'
  | 'environment'
  | 'verifyDigests'
  | 'verifyFiles'
  | 'malware'
  | 'outputs'
  | 'vex'
  | 'baseline';

/** What a pass over the layers is about. */
interface LayerRequest extends Pick<CheckContext<AskedByLayers>, 'options'> {
  readonly image: Image;
  readonly request: ImageRequest;
  readonly host: Host;
}

/** What is known after the pass, before the first reader finishes. */
interface ReadLayers {
  readonly files: FileSystem;
  readonly lines: ImageLines;
  /** Whether all layers were read. */
  readonly isWhole: boolean;
}

/** What a reader adds to the inspection of the image. */
interface FoundInLayers extends Partial<Omit<Inspection, 'coverage' | 'targets' | 'packages'>> {
  readonly gaps?: readonly Omit<Coverage, 'target'>[];
}

type Reader<Gives extends object, Needs extends object = object> = LayerReader<
  LayerRequest,
  ReadLayers & Needs,
  Gives
>;

/** Takes no part in the pass. */
function notAsked<Gives extends object>(gives: Gives): StartedReader<object, Gives> {
  return { readers: [], finish: () => gives };
}

interface Stock {
  readonly stock: Inventory;
}

/** The packages. */
const inventoryReader: Reader<Stock & { readonly inventory: FoundInLayers }> = {
  start({ image, request: { checks } }) {
    const inventory = startInventory(
      checks.includes('vulnerability') ? CATALOGERS_WITH_FUNCTIONS : CATALOGERS,
    );
    return {
      readers: inventory.readers,
      finish({ files }) {
        const stock = inventory.finish(files, image);
        const { incomplete, notes } = stock;
        const gaps = stock.gaps.map((gap) => ({ check: 'vulnerability' as const, ...gap }));
        return { stock, inventory: { incomplete, notes, gaps } };
      },
    };
  },
};

/** The packages, with whether the start command of the image loads them, if that is wanted. */
const usageReader: Reader<{ readonly used: readonly Package[] }, Stock> = {
  start({ image: { config }, request: { checks } }) {
    if (!checks.includes('vulnerability'))
      return { readers: [], finish: ({ stock }) => ({ used: stock.packages }) };
    return {
      readers: [],
      keep: keepForUse(config),
      finish({ files, stock: { packages, ownedFiles } }) {
        try {
          const uses = packageUses(packages, config, files, ownedFiles());
          return { used: packages.map((found) => ({ ...found, use: uses.get(found) })) };
        } catch (error) {
          // Vulnerabilities are found without it.
          const why = `the image cannot be followed: ${reason(error)}`;
          const use = { state: 'unknown', reason: why } as const;
          return { used: packages.map((found) => ({ ...found, use })) };
        }
      },
    };
  },
};

/** Secrets. What packages ship is public. */
const secretReader: Reader<{ readonly secrets: FoundInLayers }> = {
  start({ image, request: { checks } }) {
    if (!checks.includes('secret')) return notAsked({ secrets: {} });
    const search = imageSecrets();
    const shipped = createShippedFiles();
    return {
      readers: [search.reader, shipped.reader],
      finish({ files, lines }) {
        const found = search.finish(image, files, lines.layer, shipped.isShipped);
        const { findings, suppressed, coverage: gaps, ...others } = found;
        return {
          secrets: {
            ...others,
            gaps,
            findings: withOrigins(findings, lines),
            suppressed: withOrigins(suppressed, lines),
          },
        };
      },
    };
  },
};

/** Malware, if a scanner is requested. */
const malwareReader: Reader<{ readonly malware: FoundInLayers }> = {
  async start({ image, options: { malware, environment }, host }) {
    if (!malware) return notAsked({ malware: {} });
    const scan = await createMalwareScan(image, { ...malware, path: environment.path }, host);
    return {
      readers: scan.readers,
      async finish({ files, lines }) {
        const { findings, incomplete } = await scan.finish(files, lines.layer);
        return { malware: { incomplete, findings: withOrigins(findings, lines) } };
      },
      cleanUp: scan.cleanUp,
    };
  },
};

/** The findings with the origin of their layers. The configuration of an image is its own. */
function withOrigins(findings: readonly Finding[], lines: ImageLines): Finding[] {
  return findings.map((finding) => {
    const { layer } = finding.subject ?? {};
    const origin = layer === undefined ? lines.configOrigin('') : lines.origin(layer);
    return origin ? { ...finding, origin } : finding;
  });
}

/** What the image needs when it starts itself, and when manifests start it; empty if it was not looked at. */
export interface NeedsOfStarts {
  readonly own?: FoundNeeds;
  readonly starts?: readonly StartNeeds[];
}

/**
 * The rules for images, and the comparison of packages' files with their records. Both are loaded only if they are wanted:
 * listing packages needs none of them.
 */
const hardeningReader: Reader<{
  readonly hardening: FoundInLayers;
  readonly needs: NeedsOfStarts;
}> = {
  async start({ image, request: { checks, startsOf }, options: { now, verifyFiles } }) {
    if (!checks.includes('hardening')) return notAsked({ hardening: {}, needs: {} });
    const starts = startsOf?.(namesOf(image)) ?? [];
    const [{ createHardeningCheck }, { createIntegrityCheck }, { baseImageSupport }] =
      await Promise.all([
        import('../hardening/inspect.js'),
        import('../integrity/integrity.js'),
        import('../dockerfile/values/base-image-support.js'),
      ]);
    const rules = createHardeningCheck(image, undefined, starts);
    const integrity = createIntegrityCheck(image, verifyFiles);
    /** The functions of other modules that the rules need. */
    const dependencies: RuleDependencies = {
      now,
      isSecret: (name, value) => isSecretName(name) && isSecretLiteral(value, name),
      isGuessable,
      supportPeriods: baseImageSupport,
    };
    const needsOf = (files: FileSystem): NeedsOfStarts => ({
      own: rules.needs(files),
      starts: starts.map((start): StartNeeds => ({ start, ...rules.needs(files, start) })),
    });
    return {
      readers: [rules.reader, ...integrity.readers],
      finish({ files, lines, isWhole }) {
        const { findings, ...others } = integrity.finish(files, lines);
        const found = rules.finish(files, lines, dependencies);
        return {
          hardening: { findings: [...found, ...findings], ...others },
          needs: isWhole ? needsOf(files) : {},
        };
      },
    };
  },
};

function namesOf({ name, tags, root = '', digest = '' }: Image): readonly string[] {
  return [name, ...tags, root, digest];
}

/**
 * What the image contains, for a report for programs, which is what later runs compare with, and for a comparison now. An image
 * with damaged layers is not kept: what they lack would count as new in the next run.
 */
const snapshotReader: Reader<{ readonly snapshot: FoundInLayers }, Stock> = {
  start({ image, request: { plans = [] }, options: { outputs, baseline } }) {
    const isWanted = baseline !== undefined || outputs.some(({ format }) => format === 'json');
    // A folder is not built, and may be a whole disk.
    if (!isWanted || image.source === 'dir') return notAsked({ snapshot: {} });
    const snapshot = startSnapshot(
      image,
      plans.map(({ plan }) => plan),
    );
    return {
      readers: snapshot.readers,
      finish({ files, lines, isWhole, stock }) {
        const taken = isWhole ? snapshot.finish(files, lines, stock) : undefined;
        return { snapshot: taken ? { snapshots: [taken] } : {} };
      },
    };
  },
};

/** All checks of layers, in the order in which they finish. A new one is a line here. */
export const LAYER_READERS = layerReaders<LayerRequest, ReadLayers>()
  .add(inventoryReader)
  .add(usageReader)
  .add(secretReader)
  .add(malwareReader)
  .add(hardeningReader)
  .add(snapshotReader);
