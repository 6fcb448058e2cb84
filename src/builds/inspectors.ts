import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Inspector } from '../core/inspector.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { allBuilds, type DeclaredBuilds } from '../manifests/declared-build.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import type { PullRequestTrees } from '../repository/tree.js';
import type { AskedByAuthorities } from '../signatures/authorities.js';
import { type BakeFiles, bakeSecrets } from './bake-secrets.js';
import { contextSecrets } from './context/context-secrets.js';
import type { MaterialFiles } from './declared/declared-builds.js';
import { floatingContexts } from './declared-contexts.js';
import {
  type AskedByDockerfiles,
  type DockerfileInspection,
  inspectDockerfiles,
} from './dockerfiles.js';
import { hostAccess } from './host-access.js';
import { inspectMaterials } from './materials/inspect.js';
import { inspectPackageProvenance } from './package-provenance/package-provenance.js';
import { pathsOfScripts, type ScriptFiles, scriptSecrets } from './script-secrets.js';

/** What the inspectors of builds ask of the options. */
export type AskedByBuilds = AskedByDockerfiles | AskedByAuthorities;

/** The Dockerfiles to check, and where what they name is looked up. */
interface DockerfileNeeds {
  readonly targets: {
    readonly dockerfiles: readonly string[];
    readonly declared?: DeclaredBuilds;
  };
  readonly configuration: BaseBranchFiles;
  readonly sources: BaseSources;
}

/** What was found in Dockerfiles. */
type Dockerfiles = {
  readonly dockerfiles: DockerfileInspection;
};

export const dockerfileInspector: Inspector<
  DockerfileNeeds,
  Dockerfiles,
  CheckContext<AskedByDockerfiles>
> = {
  step: ({ targets }) => (targets.dockerfiles.length > 0 ? 'Dockerfiles' : undefined),
  inspect: async ({ targets, configuration, sources }, context) => ({
    dockerfiles: await inspectDockerfiles(targets.dockerfiles, context, {
      sources,
      configuration,
      builds: targets.declared ? allBuilds(targets.declared) : [],
    }),
  }),
  unfinished: ({ targets: { dockerfiles } }, reason) => ({
    dockerfiles: {
      ...incompleteInspection('lint', dockerfiles, reason),
      targets: dockerfiles.map((name) => ({ kind: 'dockerfile', name })),
      plans: [],
      contexts: [],
      externalImages: [],
      unknownBases: [],
      materials: [],
      failureThreshold: undefined,
    },
  }),
};

/** Secrets in what Dockerfiles copy from their build contexts. */
export const contextSecretInspector: Inspector<
  DockerfileNeeds & Dockerfiles,
  { readonly contextSecrets: Inspection },
  CheckContext<never>
> = {
  inspect: async ({ dockerfiles: { contexts, findings } }, { root }) => ({
    contextSecrets: await contextSecrets(root, contexts, findings),
  }),
  unfinished: ({ targets }, reason) => ({
    contextSecrets: incompleteInspection('secret', targets.dockerfiles, reason),
  }),
};

/** The files that start builds, and the builds that they declare. */
type BuildFiles = BakeFiles & ScriptFiles & { readonly declared?: DeclaredBuilds };

/** Secrets in Bake files and in scripts that build, and what these give to containers. */
export const buildFileInspector: Inspector<
  { readonly targets: BuildFiles },
  { readonly buildFileFindings: Inspection },
  CheckContext<never>
> = {
  inspect: async ({ targets }, { root }) => ({
    buildFileFindings: await buildFileFindings(root, targets),
  }),
  unfinished: ({ targets }, reason) => ({
    buildFileFindings: incompleteInspection(
      'secret',
      [...(targets.bakeFiles ?? []), ...pathsOfScripts(targets)],
      reason,
    ),
  }),
};

/** The secrets in all files that start builds, and what these give to builds and containers. */
export async function buildFileFindings(root: string, files: BuildFiles): Promise<Inspection> {
  return mergeInspections([
    await bakeSecrets(root, files),
    await scriptSecrets(root, files),
    hostAccess(root, files),
    { ...EMPTY_INSPECTION, findings: files.declared ? floatingContexts(files.declared) : [] },
  ]);
}

/** What enters the builds. */
export const materialInspector: Inspector<
  { readonly targets: MaterialFiles } & Dockerfiles,
  { readonly materials: Inspection },
  CheckContext<never>
> = {
  inspect: async ({ targets }, { root }) => ({
    materials: await inspectMaterials(root, targets),
  }),
  unfinished: ({ dockerfiles }) => ({
    materials: { ...EMPTY_INSPECTION, buildInputs: dockerfiles.materials },
  }),
};

/** Who published the packages that a pull request updates. */
export const packageProvenanceInspector: Inspector<
  {
    readonly targets: { readonly lockfiles: readonly string[] };
    readonly trees: PullRequestTrees | undefined;
  },
  { readonly packageProvenance: Inspection },
  CheckContext<AskedByAuthorities>
> = {
  inspect: async ({ targets: { lockfiles }, trees }, context) => ({
    packageProvenance: await inspectPackageProvenance({ lockfiles, trees }, context),
  }),
  unfinished: ({ targets }, reason) => ({
    packageProvenance: incompleteInspection('trust', targets.lockfiles, reason),
  }),
};
