import {
  type BuildMount,
  type BuildValue,
  type DeclaredBuild,
  type DeclaredBuilds,
  isRemoteContext,
  MAX_BUILDS,
  mountName,
  READ_PARTS,
} from '../declared-build.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { hasUnknownVariable } from './builds.js';
import type { Service } from './project.js';

/** The builds of the services of a Compose project. Source: Compose Build Specification. */
export function composeBuilds(services: readonly Service[]): DeclaredBuilds {
  const found = services.flatMap(({ name, node }) => {
    const build = valueAt(node, 'build');
    return isSet(build) ? [{ name, build, platform: textOf(valueAt(node, 'platform')) }] : [];
  });
  const path = found[0]?.build.range.path;
  return {
    builds: found
      .slice(0, MAX_BUILDS)
      .map(({ name, build, platform }) => declaredBuild(name, build, platform)),
    gaps:
      found.length > MAX_BUILDS
        ? [`${path} builds more than ${MAX_BUILDS} services, the others are not read`]
        : [],
  };
}

/** The build of a service, which is a map or the context. `ownPlatform` is that on which the service runs. */
export function declaredBuild(
  service: string,
  build: ManifestNode,
  ownPlatform = '',
): DeclaredBuild {
  const part = (key: string) => (build.kind === 'map' ? valueAt(build, key) : undefined);
  const context = build.kind === 'map' ? part('context') : build;
  const folder = textOf(context) || '.';
  const inline = part('dockerfile_inline');
  const isRemote = isRemoteContext(folder);
  const file = part('dockerfile');
  const isFar = isRemoteContext(textOf(file));
  const isLocal =
    !isSet(inline) &&
    !isRemote &&
    !isFar &&
    ![context, file].some((one) => one && hasUnknownVariable(one));
  const name = textOf(file) || 'Dockerfile';
  const unknown = isFar ? textOf(file) : `${folder}/${textOf(file)}`;
  const at = (context ?? build).range.path;
  const target = textOf(part('target'));
  const built = listOf(part('platforms')).map(({ text }) => text);
  const platforms = built.length > 0 || ownPlatform === '' ? built : [ownPlatform];
  return {
    definition: {
      name: `${build.range.path} ${service}`,
      source: 'compose',
      location: build.range,
      ...(isLocal && { dockerfile: siblingPath(at, `${folder}/${name}`) }),
      ...(target !== '' && { target }),
      ...(platforms.length > 0 && { platforms }),
    },
    ...(isSet(inline) && { inline: { text: textOf(inline), at: inline.range } }),
    ...(!isLocal && !isSet(inline) && { remoteContext: { text: unknown, at: build.range } }),
    ...(isRemote && context && { remoteContext: { text: folder, at: context.range } }),
    args: new Map([...pairsOf(part('args'))].map(([key, { text }]) => [key, text])),
    contexts: pairsOf(part('additional_contexts')),
    mounts: [
      ...mounts('cache', part('cache_from')),
      ...mounts('secret', part('secrets')),
      ...mounts('ssh', part('ssh')),
    ],
  };
}

/** A map, or a list of `NAME=value`. An argument without a value is one of the environment. */
function pairsOf(node: ManifestNode | undefined): Map<string, BuildValue> {
  if (node?.kind === 'map')
    return new Map(
      [...node.entries]
        .slice(0, READ_PARTS)
        .map(([key, value]) => [
          key,
          { text: isSet(value) ? textOf(value) : `\${${key}}`, at: value.range },
        ]),
    );
  return new Map(
    listOf(node).map(({ text, at }) => {
      const end = text.indexOf('=');
      return end < 0
        ? [text, { text: `\${${text}}`, at }]
        : [text.slice(0, end), { text: text.slice(end + 1), at }];
    }),
  );
}

function listOf(node: ManifestNode | undefined): BuildValue[] {
  const items =
    node?.kind === 'list' ? node.items : isSet(node) && node.kind === 'scalar' ? [node] : [];
  return items.slice(0, READ_PARTS).map((item) => ({
    text: textOf(item) || textOf(valueAt(item, 'source')) || textOf(valueAt(item, 'target')),
    at: item.range,
  }));
}

function mounts(kind: BuildMount['kind'], node: ManifestNode | undefined): BuildMount[] {
  const values =
    kind === 'ssh' && node?.kind === 'map'
      ? [...node.entries].map(([text, { range }]) => ({ text, at: range }))
      : listOf(node);
  return values.map(({ text, at }) => ({
    kind,
    text: kind === 'cache' ? text : mountName(text),
    at,
  }));
}
