import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Inspector } from '../core/inspector.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { type BuildVariant, joinBuildFindings, PLAIN_BUILD } from '../core/variants.js';
import type { ExternalImage, UnknownBase } from '../dockerfile/external-images.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import type { PullRequestTrees } from '../repository/tree.js';
import type { AskedByAuthorities } from '../signatures/authorities.js';
import { adviseBaseImages } from './advice.js';
import { inspectRegistries } from './allowed-registries.js';
import { inspectBaseImages } from './base-images.js';
import { inspectBasePublishers } from './base-publishers.js';
import type { AskedByMeasurement } from './measure-bases.js';

/** What the inspectors of base images ask of the options. */
export type AskedByBases = AskedByMeasurement | AskedByAuthorities;

/** The base images of Dockerfiles, also of those in manifests, and where they are looked up. */
export interface BaseNeeds {
  readonly dockerfiles: {
    readonly externalImages: readonly ExternalImage[];
    readonly unknownBases: readonly UnknownBase[];
    readonly builds?: readonly BuildVariant[];
  };
  readonly manifests: { readonly externalImages: readonly ExternalImage[] };
  readonly sources: BaseSources;
}

/** Those of all files. */
export function basesOf({
  dockerfiles,
  manifests,
}: Pick<BaseNeeds, 'dockerfiles' | 'manifests'>): readonly ExternalImage[] {
  return [...dockerfiles.externalImages, ...manifests.externalImages];
}

/** Those that are pulled with the default values: an edit of their lines concerns these. */
export function defaultBasesOf(
  facts: Pick<BaseNeeds, 'dockerfiles' | 'manifests'>,
): readonly ExternalImage[] {
  return basesOf(facts).flatMap(({ builds, ...image }) =>
    builds && !builds.names.includes(PLAIN_BUILD) ? [] : image,
  );
}

const step = (facts: BaseNeeds) => (basesOf(facts).length > 0 ? 'base images' : undefined);

/** One finding for what builds have in common. */
function joined({ dockerfiles }: BaseNeeds, inspection: Inspection): Inspection {
  const { findings } = inspection;
  return { ...inspection, findings: joinBuildFindings(findings, dockerfiles.builds ?? []) };
}

const namesOf = (facts: BaseNeeds) => basesOf(facts).map(({ reference }) => reference);

/** Whether the policy allows the registries that they come from. */
export const baseRegistryInspector: Inspector<
  BaseNeeds,
  { readonly registries: Inspection },
  CheckContext<never>
> = {
  step,
  inspect: async (facts, { policy }) => ({
    registries: joined(
      facts,
      inspectRegistries(basesOf(facts), facts.dockerfiles.unknownBases, policy),
    ),
  }),
  unfinished: (facts, reason) => ({
    registries: incompleteInspection('trust', namesOf(facts), reason),
  }),
};

/** Better ones. */
export const baseAdviceInspector: Inspector<
  BaseNeeds,
  { readonly advice: Inspection },
  CheckContext<AskedByMeasurement>
> = {
  step,
  inspect: async (facts, context) => ({
    advice: joined(facts, await adviseBaseImages(basesOf(facts), facts.sources, context)),
  }),
  unfinished: () => ({ advice: EMPTY_INSPECTION }),
};

/** Who signed them. */
export const baseSignatureInspector: Inspector<
  BaseNeeds,
  { readonly signatures: Inspection },
  CheckContext<AskedByAuthorities>
> = {
  step,
  inspect: async (facts, context) => ({
    signatures: joined(facts, await inspectBaseImages(basesOf(facts), facts.sources, context)),
  }),
  unfinished: (facts, reason) => ({
    signatures: incompleteInspection('trust', namesOf(facts), reason),
  }),
};

/** How the images of the base commit are read. */
interface ReadBefore {
  readonly builds: () => Promise<{ readonly externalImages: readonly ExternalImage[] }>;
}

function imagesBefore(baseCommit: ReadBefore | undefined) {
  return baseCommit && (async () => (await baseCommit.builds()).externalImages);
}

/** Whether those that a pull request updates have the same publisher as before. */
export const basePublisherInspector: Inspector<
  BaseNeeds & {
    readonly trees: PullRequestTrees | undefined;
    readonly baseCommit: ReadBefore | undefined;
  },
  { readonly publishers: Inspection },
  CheckContext<AskedByAuthorities>
> = {
  inspect: async (facts, context) => ({
    publishers: joined(
      facts,
      await inspectBasePublishers(
        {
          images: basesOf(facts),
          trees: facts.trees,
          imagesBefore: imagesBefore(facts.baseCommit),
        },
        facts.sources,
        context,
      ),
    ),
  }),
  unfinished: (facts, reason) => ({
    publishers: incompleteInspection('trust', namesOf(facts), reason),
  }),
};
