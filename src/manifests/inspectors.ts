import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Inspector } from '../core/inspector.js';
import type { Inspection } from '../core/report.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import type { TrackedFiles } from '../repository/tracked.js';
import type { AskedByAdvisories } from '../vulnerabilities/advisory-options.js';
import { inspectManifests, type ManifestInspection } from './manifests.js';
import type { ManifestFile } from './read-manifests.js';
import { inspectActions } from './workflow-actions.js';

/** What the inspectors of manifests ask of the options. */
export type AskedByManifests = AskedByAdvisories | 'now';

/** The manifests to check. */
interface ManifestNeeds {
  readonly targets: {
    readonly manifests: readonly ManifestFile[];
    readonly scripts?: readonly string[];
    readonly tracked: TrackedFiles;
  };
  readonly configuration: BaseBranchFiles;
}

/** What was found in manifests. */
type Manifests = {
  readonly manifests: ManifestInspection;
};

export const manifestInspector: Inspector<ManifestNeeds, Manifests, CheckContext<'now'>> = {
  step: ({ targets }) => (targets.manifests.length > 0 ? 'manifests' : undefined),
  inspect: async ({ targets, configuration }, { root, policy, options, host }) => ({
    manifests: await inspectManifests(root, targets.manifests, {
      registries: policy.registries,
      leastPrivilege: policy.leastPrivilege,
      now: options.now,
      configuration,
      tracked: targets.tracked,
      scripts: targets.scripts,
      renderer: host,
    }),
  }),
  unfinished: ({ targets }, reason) => {
    const paths = targets.manifests.map(({ path }) => path);
    return {
      manifests: {
        ...incompleteInspection('manifest', paths, reason),
        targets: paths.map((name) => ({ kind: 'manifest', name })),
        fittedTo: () => ({ findings: [] }),
        starts: [],
        externalImages: [],
        plans: [],
        actions: [],
        images: [],
      },
    };
  },
};

/** Advisories about the actions that workflows use. */
export const actionInspector: Inspector<
  Manifests,
  { readonly actions: Inspection },
  CheckContext<AskedByAdvisories>
> = {
  inspect: async ({ manifests }, context) => ({
    actions: await inspectActions(manifests.actions, context),
  }),
  unfinished: ({ manifests }, reason) => ({
    actions: incompleteInspection(
      'vulnerability',
      manifests.actions.flatMap(({ paths }) => paths),
      reason,
    ),
  }),
};

/** The manifests with the fixes that suit the images that were read. */
export const fittingInspector: Inspector<
  Manifests & { readonly images: Inspection; readonly deployed: Inspection },
  Manifests,
  CheckContext<never>
> = {
  replaces: ['manifests'],
  inspect: async ({ manifests, images, deployed }) => {
    const needs = [images, deployed].flatMap((one) => one.needs ?? []);
    return { manifests: { ...manifests, ...(needs.length > 0 && manifests.fittedTo(needs)) } };
  },
  unfinished: ({ manifests }) => ({ manifests }),
};
