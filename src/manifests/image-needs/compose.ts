import type { WritableFolder } from '../../core/runtime-needs.js';
import { mountTarget, volumeMounts } from '../compose/service-values.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { addItem, addItems, setKey } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import type { Editor } from './fitted.js';

/** The edits of a service of Compose. */
export function serviceEditor(service: ManifestNode): Editor {
  const mounted = ['volumes', 'tmpfs'].flatMap((key) => {
    const value = valueAt(service, key);
    const items = value?.kind === 'scalar' ? [value] : (value?.items ?? []);
    return items.map((item) =>
      key === 'tmpfs' ? (textOf(item).split(':')[0] ?? '') : mountTarget(item),
    );
  });
  const files = ['configs', 'secrets'].flatMap((key) =>
    (valueAt(service, key)?.items ?? []).map((item) => {
      const target = textOf(valueAt(item, 'target')) || textOf(valueAt(item, 'source') ?? item);
      return target.startsWith('/')
        ? target
        : `${key === 'secrets' ? '/run/secrets' : ''}/${target}`;
    }),
  );
  const hosts = (valueAt(service, 'volumes')?.items ?? []).flatMap((item) => {
    const [mount] = volumeMounts([item]);
    return mount && /^[./~]/.test(mount.source)
      ? { source: mount.source, target: mountTarget(item) }
      : [];
  });
  return {
    covers: (folder) => mounted.some((target) => isAtOrAbove(target, folder)),
    mountOver: (all) => mountOver([...mounted, ...files], all),
    hostFolderAt: (folder) =>
      hosts.find(({ target }) => isAtOrAbove(target, folder) || isAtOrAbove(folder, target))
        ?.source,
    user: ({ uid, gid }) => [setKey(service, ['user'], `"${uid}:${gid}"`, '')],
    readOnly: () => setKey(service, ['read_only'], 'true', ''),
    folders: (folders) => addItems(service, ['tmpfs'], folders.map(tmpfsItem), ''),
    dropAll: () => dropAll(service),
    addCapabilities: (names) => {
      const present = (valueAt(service, 'cap_add')?.items ?? []).map((item) =>
        textOf(item).toUpperCase().replace(/^CAP_/, ''),
      );
      return addItems(
        service,
        ['cap_add'],
        names.filter((name) => !present.includes(name)),
        '',
      );
    },
  };
}

function dropAll(service: ManifestNode) {
  const drop = valueAt(service, 'cap_drop');
  return isSet(drop) && drop.kind === 'list'
    ? addItem(drop, 'ALL', '')
    : setKey(service, ['cap_drop'], '[ALL]', '');
}

/**
 * `/run/app:uid=101,gid=101,mode=755`. Without options, a tmpfs belongs to root, everybody can write to it, and nothing in it
 * can be executed: some programs build libraries in their own folder and load them.
 */
function tmpfsItem({ path, uid, gid, mode }: WritableFolder): string {
  if (mode === 0o1777 && uid === 0) return path;
  const exec = WITHOUT_PROGRAMS.test(path) ? '' : 'exec,';
  return `${path}:${exec}uid=${uid},gid=${gid},mode=${mode.toString(8)}`;
}

const WITHOUT_PROGRAMS = /^\/(?:run|tmp|etc|var\/(?:log|tmp|run))(?:\/|$)/;

/** The first file that a mount hides, and the path of the mount. */
export function mountOver(
  mounts: readonly string[],
  files: readonly string[],
): { readonly mount: string; readonly file: string } | undefined {
  for (const file of files) {
    const mount = mounts.find((target) => isAtOrAbove(target, file));
    if (mount !== undefined) return { mount, file };
  }
  return undefined;
}

/** Whether `folder` is `mount` or below it. */
export function isAtOrAbove(mount: string, folder: string): boolean {
  const target = mount.replace(/(.)\/+$/, '$1');
  return target !== '' && (folder === target || folder.startsWith(`${target}/`));
}
