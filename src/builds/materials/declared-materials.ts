import type { Location } from '../../core/location.js';
import type { Material } from '../../core/material.js';
import { imageMaterial, remoteMaterial } from '../../dockerfile/materials/instructions.js';
import {
  type ContextMaterial,
  type LedgerOptions,
  materialsOfDockerfile,
} from '../../dockerfile/materials/ledger.js';
import { hasUnknownPart } from '../../dockerfile/materials/shell-values.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import {
  type BuildMount,
  type BuildValue,
  cacheImage,
  type DeclaredBuild,
} from '../../manifests/declared-build.js';

/** The materials of a Dockerfile in a build that a file of the repository defines. */
export function materialsOfBuild(
  dockerfile: Dockerfile,
  build: DeclaredBuild,
  hasFile: LedgerOptions['hasFile'],
): Material[] {
  const { definition, contexts, mayHaveMore, firstImage } = build;
  const args = mayHaveMore?.args ? withOpenArguments(dockerfile, build.args) : build.args;
  const replacing = [...contexts].map(
    ([name, { text }]) => [name.toLowerCase(), contextMaterial(text)] as const,
  );
  const materials = materialsOfDockerfile(withArguments(dockerfile, args), {
    buildArgs: args,
    target: { ...(definition.target !== undefined && { name: definition.target }) },
    contexts: new Map(replacing),
    ...(hasFile && { hasFile }),
  });
  return (
    materials
      // An argument that the build sets to a constant is no longer open.
      .filter(
        ({ kind, what }) => kind !== 'argument' || hasUnknownPart(args.get(what) ?? `\${${what}}`),
      )
      .map((material) => withFirstImage(material, dockerfile, firstImage))
      .map((material) => (mayHaveMore?.contexts ? withOpenContext(material) : material))
  );
}

/** Any argument of the Dockerfile may have another value. */
function withOpenArguments(
  { globalArgs, instructions }: Dockerfile,
  args: DeclaredBuild['args'],
): DeclaredBuild['args'] {
  const declared = [
    ...globalArgs,
    ...instructions.flatMap((one) => (one.keyword === 'ARG' ? one : [])),
  ];
  const names = declared.flatMap(({ pairs }) => pairs.map(({ key }) => key.value));
  return new Map([...names.map((name): [string, string] => [name, `\${${name}}`]), ...args]);
}

/** A context that is not known may replace any image. */
function withOpenContext(material: Material): Material {
  if (material.kind !== 'image') return material;
  const { host: _, verifiedBy: __, ...facts } = material;
  return { ...facts, transport: 'unknown', pin: 'unknown' };
}

/** `podman build --from` replaces the image of the first FROM only. Source: podman-build(1). */
function withFirstImage(
  material: Material,
  { stages: [first] }: Dockerfile,
  image: string | undefined,
): Material {
  const isFirst =
    material.by === 'FROM' && material.location.startLine === first?.from.image.range.startLine;
  if (image === undefined || !isFirst) return material;
  const { host: _, verifiedBy: __, ...facts } = material;
  return { ...facts, ...imageOf(image), by: 'FROM' };
}

/** The Dockerfile with the stages and images that FROM names with these arguments. */
function withArguments(dockerfile: Dockerfile, args: DeclaredBuild['args']): Dockerfile {
  const { path, text, stages } = dockerfile;
  const isVariable = stages.some(({ from }) => from.image.variables.length > 0);
  return isVariable && args.size > 0
    ? parseDockerfile(path, text, { buildArgs: args })
    : dockerfile;
}

/** What the definition itself adds: a context from elsewhere, caches, secrets and SSH agents. */
export function materialsOfDefinition({
  definition,
  remoteContext,
  inline,
  args,
  contexts,
  mounts,
}: DeclaredBuild): Material[] {
  const { source, location } = definition;
  // The Dockerfile that uses them is not read.
  const unused = definition.dockerfile === undefined && !inline ? [...contexts.values()] : [];
  // Source: docs.docker.com/build/buildkit/frontend.
  const syntax = args.get('BUILDKIT_SYNTAX') ?? '';
  const frontend = { ...imageOf(syntax), kind: 'frontend' as const };
  const context = remoteContext && contextMaterial(remoteContext.text);
  const found = mounts.flatMap((mount) => {
    const material = mountMaterial(mount);
    return material
      ? [placed(material, { by: `${source} ${mount.kind}`, source, location: mount.at })]
      : [];
  });
  return [
    ...(context && remoteContext
      ? [placed(context, { by: 'build context', source, location: remoteContext.at })]
      : []),
    ...unused.map(({ text, at }) =>
      placed(contextMaterial(text), { by: 'named context', source, location: at }),
    ),
    ...(syntax === '' ? [] : [placed(frontend, { by: 'BUILDKIT_SYNTAX', source, location })]),
    ...found,
  ];
}

/** The actions of a job that builds: they can change everything. */
export function materialsOfActions(actions: readonly BuildValue[]): Material[] {
  return actions.map(({ text, at }) => ({
    ...placed(actionMaterial(text), { by: 'uses', source: 'workflow', location: at }),
    use: 'builder',
  }));
}

/** An action or a reusable workflow of GitHub, or an image: `docker://…`. */
function actionMaterial(text: string): ContextMaterial {
  if (text.startsWith('docker://')) return imageOf(text.slice('docker://'.length));
  const ref = text.slice(text.lastIndexOf('@') + 1);
  const isCommit = /^[0-9a-f]{40}$/.test(ref);
  return {
    kind: 'action',
    what: withoutCredentials(text).slice(0, 500),
    host: 'github.com',
    transport: 'https',
    pin: isCommit
      ? 'commit'
      : hasUnknownPart(text)
        ? 'unknown'
        : /\d/.test(ref)
          ? 'version'
          : 'none',
    ...(isCommit && { verifiedBy: 'the commit' }),
    isOpen: true,
  };
}

interface Place {
  readonly by: string;
  readonly source: NonNullable<Material['source']>;
  readonly location: Location;
}

function placed(material: ContextMaterial, place: Place): Material {
  const { isOpen = false, isKept: _, isExtra: __, lockFiles: ___, ...facts } = material;
  return { ...facts, ...place, isOpen, use: 'final' };
}

function mountMaterial({ kind, text }: BuildMount): ContextMaterial | undefined {
  if (kind === 'cache') {
    const image = cacheImage(text);
    if (image !== undefined) return { ...imageOf(image), kind };
  }
  const what = withoutCredentials(text).slice(0, 200);
  if (what === '') return undefined;
  return { kind, what, transport: 'local', pin: kind === 'cache' ? 'none' : 'unknown' };
}

/** What a named context is. Source: docs.docker.com/reference/cli/docker/buildx/build, --build-context. */
function contextMaterial(text: string): ContextMaterial {
  const image = /^docker-image:\/\/(.*)$/s.exec(text)?.[1];
  if (image !== undefined) return imageOf(image);
  const remote = remoteMaterial(withGitEnding(text));
  if (remote) return remote;
  // All before the last @ is a login: `user:password@host:path`.
  const what = withoutCredentials(text.replace(/^[^\s/]+@(?=[\w.-]+:)/, '')).slice(0, 500);
  return hasUnknownPart(text)
    ? { kind: 'context', what, transport: 'unknown', pin: 'unknown' }
    : { kind: 'context', what, transport: 'local', pin: 'none' };
}

function imageOf(reference: string): ContextMaterial {
  const { by: _, at: __, ...image } = imageMaterial(reference, { by: '', at: NOWHERE });
  return image;
}

const NOWHERE = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** The short form of GitHub's repositories. */
function withGitEnding(text: string): string {
  const [, path, rest = ''] = /^github\.com\/([^#?]+?)(?:\.git)?((?:[#?].*)?)$/s.exec(text) ?? [];
  return path === undefined ? text : `https://github.com/${path}.git${rest}`;
}
