import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Material } from '../core/material.js';
import type { Incomplete, Inspection, Note } from '../core/report.js';
import { SEVERITIES } from '../core/severity.js';
import { buildPlan, type DockerfilePlan } from '../dockerfile/build-plan.js';
import { type ShellCheckFinding, shellCheck } from '../dockerfile/commands/shellcheck.js';
import { type ContextUse, contextCopies, contextPaths } from '../dockerfile/context-copies.js';
import type { ExternalImage, UnknownBase } from '../dockerfile/external-images.js';
import { type LintOptions, lintDockerfile } from '../dockerfile/lint.js';
import type { LintConfig, LintFacts } from '../dockerfile/lint-config.js';
import { type LintSettings, lintSettings } from '../dockerfile/lint-settings.js';
import { materialsOfDockerfile } from '../dockerfile/materials/ledger.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { renderedTemplate } from '../dockerfile/rendered-template.js';
import { templateReason } from '../dockerfile/template.js';
import { reason } from '../lib/errors.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import type { ManifestKind } from '../manifests/manifest-kind.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import { readInputText } from '../repository/input-text.js';
import { basePlatforms } from './base-platforms.js';
import { baseVariables } from './base-variables.js';
import { type BuiltDockerfile, builtDockerfiles } from './built-dockerfiles.js';
import { guessBuildContext } from './context/build-context.js';
import { type LintFindings, RULES_OF_BUILDS } from './join-builds.js';
import { type LintedBuilds, lintBuilds } from './lint-builds.js';
import { contextFiles } from './materials/context-files.js';
import { privateNames } from './package-names/private-names.js';
import { replacedImages } from './replaced-images.js';

/** The findings in the Dockerfiles, how the Dockerfiles build, and the external images that they use. */
export interface DockerfileInspection extends Inspection {
  readonly plans: readonly DockerfilePlan[];
  readonly contexts: readonly ContextUse[];
  readonly externalImages: readonly ExternalImage[];
  readonly unknownBases: readonly UnknownBase[];
  /** What enters their builds. */
  readonly materials: readonly Material[];
  /** The strictest `failure-threshold` of the `.hadolint.yaml` files that were read; undefined if none has one. */
  readonly failureThreshold: LintConfig['failureThreshold'];
}

/** Files to lint, relative to the root. */
export interface LintTargets {
  readonly dockerfiles: readonly string[];
  readonly manifests: readonly { readonly path: string; readonly kind: ManifestKind }[];
  /** What could not be searched or read in folders. */
  readonly gaps?: readonly Coverage[];
  /** The builds that files in folders define, and these folders; absent if files were named one by one. */
  readonly builds?: readonly DeclaredBuild[];
  readonly folders?: readonly string[];
}

/** What the caller may share with other steps. */
interface SharedSources {
  /** Looks up base images; none is looked up without it. */
  readonly sources?: BaseSources;
  readonly configuration?: BaseBranchFiles;
  /** The builds that files of the repository define; absent: each Dockerfile is built with its default values. */
  readonly builds?: readonly DeclaredBuild[];
}

/** What the check of Dockerfiles asks of the options. */
export type AskedByDockerfiles = 'now' | 'offline' | 'platforms';

/**
 * Lints every Dockerfile and describes how each builds. A Dockerfile that cannot be read is incomplete and stops no
 * other; one whose `.hadolint.yaml` cannot be read is linted without it, and incomplete.
 */
export async function inspectDockerfiles(
  paths: readonly string[],
  { root, options, host }: Omit<CheckContext<AskedByDockerfiles>, 'policy'>,
  { sources, configuration = checkoutFiles(root), builds = [] }: SharedSources = {},
): Promise<DockerfileInspection> {
  const incomplete: Incomplete[] = [];
  const fail: Fail = (target) => (error) => {
    incomplete.push({ check: 'lint', target, reason: reason(error) });
    return undefined;
  };
  const { dockerfiles, templates } = await readDockerfiles(root, paths, { host, fail });
  const shell = await shellCheck(dockerfiles, host).catch(fail('RUN instructions'));
  const built = builtDockerfiles(dockerfiles, builds);
  const environment = await environmentOf(built, sources, { options, host });
  const linted: Linted[] = [];
  const lintOne = linter({ root, options, configuration, environment });
  for (const one of built) {
    const { dockerfile } = one.views;
    host.progress(`linting ${dockerfile.path}`);
    const { problems, ...found } = await lintOne(one, shell?.get(dockerfile));
    problems.forEach(fail(dockerfile.path));
    linted.push(found);
  }
  const names = privateNames(root, linted);
  return {
    targets: paths.map((name) => ({ kind: 'dockerfile', name })),
    coverage: [
      ...dockerfiles.map(coverageOf),
      ...linted.flatMap(({ coverage }) => coverage),
      ...templates,
      ...names.coverage,
    ],
    packages: [],
    findings: [...linted.flatMap(({ findings }) => findings), ...names.findings],
    suppressed: linted.flatMap(({ suppressed }) => suppressed),
    incomplete,
    notes: shell || incomplete.length > 0 || dockerfiles.length === 0 ? [] : [NO_SHELLCHECK],
    holders: linted.flatMap(({ holders }) => holders),
    builds: linted.flatMap((one) => one.builds),
    failureThreshold: strictest(linted.map(({ config }) => config.failureThreshold)),
    materials: materialsOfAll(root, dockerfiles),
    externalImages: built.flatMap(({ images }) => images.externalImages),
    unknownBases: built.flatMap(({ images }) => images.unknownBases),
    contexts: [
      ...linted.map(({ dockerfile, context }) => ({
        dockerfile: dockerfile.path,
        context,
        copies: contextCopies(dockerfile),
      })),
      // Secrets are searched in templates too.
      ...templates.map(({ target }) => ({ dockerfile: target, context: undefined, copies: [] })),
    ],
    plans: dockerfiles.flatMap((dockerfile) => {
      const plan = buildPlan(dockerfile);
      return plan ? [{ dockerfile: dockerfile.path, plan }] : [];
    }),
  };
}

/** What is known of the platform and of the base images. */
async function environmentOf(
  built: readonly BuiltDockerfile[],
  sources: BaseSources | undefined,
  { options, host }: Pick<CheckContext<AskedByDockerfiles>, 'options' | 'host'>,
): Promise<Partial<LintConfig>> {
  const images = built.flatMap((one) => one.images.externalImages);
  const dockerfiles = built.map(({ views }) => views.dockerfile);
  return {
    ...(sources && {
      basePlatforms: await basePlatforms(images, sources, options, host),
      baseVariables: await baseVariables(dockerfiles, sources, options, host),
    }),
    targetPlatforms: options.platforms,
  };
}

/** What all Dockerfiles of a run are linted with. */
interface LintRun extends Required<Pick<SharedSources, 'configuration'>> {
  readonly root: string;
  readonly options: Pick<CheckContext<'now'>['options'], 'now'>;
  readonly environment: Partial<LintConfig>;
}

/** Lints Dockerfiles, each as it is and as its builds build it. */
function linter({ root, options, configuration, environment }: LintRun) {
  const settingsOf = lintSettings(root, options.now, configuration);
  return async (
    { views, images: { imagesOf } }: BuiltDockerfile,
    shellFindings: readonly ShellCheckFinding[] | undefined,
  ): Promise<Linted & Pick<LintSettings, 'problems'>> => {
    const { dockerfile } = views;
    const { path } = dockerfile;
    const context = guessBuildContext(root, path, contextPaths(dockerfile));
    const { config, problems } = await settingsOf(path, context);
    const lintConfig = { ...config, ...environment };
    const plain = lint(dockerfile, lintConfig, { shellFindings });
    const found = lintBuilds({ views, plain, imagesOf }, (one, settings) => {
      const { platforms } = settings;
      const pulledImages = replacedImages(one, settings);
      const facts = {
        ...(platforms.length > 0 && { targetPlatforms: platforms }),
        ...(pulledImages && { pulledImages }),
      };
      return lint(one, { ...lintConfig, ...facts }, { shellFindings, rules: RULES_OF_BUILDS });
    });
    return { ...found, dockerfile, context, config, problems };
  };
}

function materialsOfAll(root: string, dockerfiles: readonly Dockerfile[]): Material[] {
  return dockerfiles.flatMap((dockerfile) =>
    materialsOfDockerfile(dockerfile, { hasFile: contextFiles(root, dockerfile) }),
  );
}

/** Reads the files. Templates are reported as not covered: what is in them is not yet a Dockerfile. */
async function readDockerfiles(
  root: string,
  paths: readonly string[],
  { host, fail }: Pick<CheckContext<never>, 'host'> & { readonly fail: Fail },
): Promise<{
  readonly dockerfiles: readonly Dockerfile[];
  readonly templates: readonly Coverage[];
}> {
  const dockerfiles: Dockerfile[] = [];
  const files: { readonly path: string; readonly text: string }[] = [];
  const templates: { readonly text: string; readonly row: Coverage }[] = [];
  for (const path of paths) {
    host.progress(`reading ${path}`);
    const text = await readInputText(root, path).catch(fail(path));
    if (text === undefined) continue;
    const dockerfile = parseDockerfile(path, text);
    const reason = templateReason(dockerfile);
    if (reason === undefined) {
      dockerfiles.push(dockerfile);
      files.push({ path, text });
    } else {
      const row = { check: 'lint', target: path, state: 'not-covered', reason } as const;
      templates.push({ text, row });
    }
  }
  return { dockerfiles, templates: templates.map(({ text, row }) => withOutput(row, text, files)) };
}

/** The row of a template; its output is checked in its place, if it is there. */
function withOutput(
  row: Coverage,
  text: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Coverage {
  const output = renderedTemplate({ path: row.target, text }, files);
  if (output === undefined) return row;
  return {
    ...row,
    reason: `It is the template of ${output}, which is checked`,
    informational: true,
  };
}

/** Records why a target could not be checked. */
type Fail = (target: string) => (error: unknown) => undefined;

/** Known after linting: scripts and variables are read when a rule needs them. */
function coverageOf({ path, source }: Dockerfile): Coverage {
  const reason = source.limits.describe();
  return reason === undefined
    ? { check: 'lint', target: path, state: 'checked' }
    : { check: 'lint', target: path, state: 'partial', reason };
}

/** One Dockerfile after linting. */
interface Linted extends LintedBuilds {
  readonly dockerfile: Dockerfile;
  readonly context: string | undefined;
  readonly config: LintFacts;
}

function lint(
  dockerfile: Dockerfile,
  config: LintFacts,
  options: Pick<LintOptions, 'rules' | 'shellFindings'>,
): LintFindings {
  const suppressed: Finding[] = [];
  const findings = lintDockerfile(dockerfile, config, {
    ...options,
    onSuppressed: (finding) => suppressed.push(finding),
  });
  return { findings, suppressed };
}

function strictest(
  thresholds: readonly LintConfig['failureThreshold'][],
): LintConfig['failureThreshold'] {
  const mildest = SEVERITIES.findLast((severity) => thresholds.includes(severity));
  return mildest ?? (thresholds.includes('none') ? 'none' : undefined);
}

const NO_SHELLCHECK: Note = {
  check: 'lint',
  message:
    'ShellCheck is not installed: the scripts in RUN were not checked. Install shellcheck to check them.',
};
