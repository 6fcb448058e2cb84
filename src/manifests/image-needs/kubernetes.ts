import type { Fix } from '../../core/fix.js';
import type { WritableFolder } from '../../core/runtime-needs.js';
import type { Container } from '../kubernetes/pods.js';
import { addItem, addItems, setKey } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { isAtOrAbove, mountOver } from './compose.js';
import type { Editor } from './fitted.js';

/** The edits of a container of Kubernetes and of its pod. */
export function containerEditor(container: Container): Editor {
  const { name, node, pod } = container;
  const { mounts, targets, onHost, needsGroup } = mountsOf(container);
  const hasGroup = isSet(valueAt(pod.spec, 'securityContext', 'fsGroup'));
  const set = (value: string, ...path: readonly string[]) =>
    setKey(node, ['securityContext', ...path], value, '');
  return {
    covers: (folder) => mounts.some(({ target }) => isAtOrAbove(target, folder)),
    mountOver: (files) => mountOver(targets, files),
    hostFolderAt: (folder) =>
      mounts.find(
        ({ target, volume }) =>
          onHost.has(volume) && (isAtOrAbove(target, folder) || isAtOrAbove(folder, target)),
      )?.volume,
    user: ({ uid, gid }) => [
      set('true', 'runAsNonRoot'),
      set(String(uid), 'runAsUser'),
      set(String(gid), 'runAsGroup'),
      ...(needsGroup && !hasGroup ? [groupOf(gid, container)] : []),
    ],
    readOnly: () => set('true', 'readOnlyRootFilesystem'),
    folders: (folders) => {
      const named = folders.map((folder) => ({ ...folder, volume: volumeName(name, folder) }));
      return [
        ...addItems(
          node,
          ['volumeMounts'],
          named.map(({ volume, path }) => `{ name: ${volume}, mountPath: ${path} }`),
          '',
        ),
        ...addItems(
          pod.spec,
          ['volumes'],
          named.map(({ volume }) => `{ name: ${volume}, emptyDir: {} }`),
          '',
        ),
      ];
    },
    caution: (folders) => {
      const strict = folders.find(({ mode }) => (mode & 0o077) === 0);
      return strict && `${strict.path} has mode ${strict.mode.toString(8)}, and an emptyDir 777`;
    },
    dropAll: () => {
      const drop = valueAt(node, 'securityContext', 'capabilities', 'drop');
      return isSet(drop) && drop.kind === 'list'
        ? addItem(drop, 'ALL', '')
        : set('[ALL]', 'capabilities', 'drop');
    },
    addCapabilities: (names) => {
      const present = (valueAt(node, 'securityContext', 'capabilities', 'add')?.items ?? []).map(
        textOf,
      );
      const added = names.filter((one) => !present.includes(one));
      return addItems(node, ['securityContext', 'capabilities', 'add'], added, '');
    },
  };
}

/** The mounts of a container, the volumes that are folders of the host, and whether one is writable for its group only. */
function mountsOf({ node, pod }: Container) {
  const mounts = (valueAt(node, 'volumeMounts')?.items ?? []).map((item) => ({
    target: textOf(valueAt(item, 'mountPath')),
    volume: textOf(valueAt(item, 'name')),
  }));
  const withSource = (source: string) =>
    new Set(
      (valueAt(pod.spec, 'volumes')?.items ?? []).flatMap((volume) =>
        volume.entries.has(source) ? textOf(valueAt(volume, 'name')) : [],
      ),
    );
  const [onHost, empty] = [withSource('hostPath'), withSource('emptyDir')];
  // The kubelet makes an emptyDir with mode 0777, and does not change the group of a folder of the host.
  const needsGroup = mounts.some(({ volume }) => !onHost.has(volume) && !empty.has(volume));
  return { mounts, targets: mounts.map(({ target }) => target), onHost, needsGroup };
}

/** Claims belong to root: the group of the pod makes them writable. */
function groupOf(gid: number, { pod }: Container): Fix | undefined {
  return setKey(pod.spec, ['securityContext', 'fsGroup'], String(gid), '');
}

/** `web-var-run`: a name for a volume. Source: RFC 1123, DNS label. */
function volumeName(container: string, { path }: WritableFolder): string {
  const name = `${container}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return name.slice(0, 63).replace(/^-+|-+$/g, '');
}
