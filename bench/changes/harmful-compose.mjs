import { lineAt, madeUpToken } from './repository.mjs';
import { isBlockMap, isScalar, isSeq, services, withEntry, withNode } from './yaml-files.mjs';

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Harmful changes of Compose files. Each answers where the finding must be, and its rule; undefined if it does not apply. */
export const harmfulCompose = {
  'compose: privileged': entry('privileged', ['privileged: true'], ['DEP-PRIV']),
  'compose: network of the host': entry(
    'network_mode',
    ['network_mode: host'],
    ['DEP-HOSTNET'],
    ['networks', 'ports'],
  ),
  'compose: processes of the host': entry('pid', ['pid: host'], ['DEP-HOSTPID']),
  'compose: IPC of the host': entry('ipc', ['ipc: host'], ['DEP-HOSTIPC']),
  'compose: user namespace of the host': entry(
    'userns_mode',
    ['userns_mode: host'],
    ['DEP-HOSTNS-OTHER'],
  ),
  'compose: socket of the engine': listEntry(
    'volumes',
    '/var/run/docker.sock:/var/run/docker.sock',
    ['DEP-SOCK'],
  ),
  'compose: root of the host': listEntry('volumes', '/:/host:ro', ['DEP-HOSTPATH-SENS']),
  'compose: /etc of the host': listEntry('volumes', '/etc:/host/etc:ro', ['DEP-HOSTPATH-SENS']),
  'compose: capability': listEntry('cap_add', 'SYS_ADMIN', ['DEP-CAPADD']),
  'compose: device': listEntry('devices', '/dev/mem:/dev/mem', ['DEP-DEVICE']),
  'compose: seccomp is off': listEntry('security_opt', 'seccomp:unconfined', ['DEP-SECCOMP-OFF']),
  'compose: AppArmor is off': listEntry('security_opt', 'apparmor:unconfined', [
    'DEP-APPARMOR-OFF',
  ]),
  'compose: SELinux is off': listEntry('security_opt', 'label:disable', ['DEP-SELINUX']),
  'compose: user root': entry('user', ['user: "0"'], ['DEP-UID0']),
  'compose: no health check': entry(
    'healthcheck',
    ['healthcheck:', '  disable: true'],
    ['DEP-HEALTH-OFF'],
  ),
  'compose: no log': entry('logging', ['logging:', '  driver: none'], ['DEP-LOG-OFF']),
  'compose: OOM killer is off': entry('oom_kill_disable', ['oom_kill_disable: true'], ['DEP-OOM']),
  'compose: control group': entry('cgroup_parent', ['cgroup_parent: /'], ['DEP-CGROUPPARENT']),
  'compose: port of a database': listEntry('ports', '"27017:27017"', ['DEP-ADMINPORT']),
  'compose: port of SSH': listEntry('ports', '"22:22"', ['DEP-SSHPORT', 'DEP-ADMINPORT']),
  'compose: token in environment': (repository) =>
    repository.first(services(repository), 'token', (service) => {
      const token = madeUpToken(repository.name);
      const list = service.map.get('environment');
      if (list === undefined)
        return added(repository, service, ['environment:', `  NPM_TOKEN: ${token}`], {
          rules: ['DEP-ENVSECRET', 'npm-token'],
        });
      const line = isSeq(list) ? `- NPM_TOKEN=${token}` : `NPM_TOKEN: ${token}`;
      return inserted(repository, service, list, line, ['DEP-ENVSECRET', 'npm-token']);
    }),
  'compose: another token': {
    prepare: (repository) => harmfulCompose['compose: token in environment'](repository),
    apply: (repository) =>
      otherToken(repository, /compose[^/]*\.ya?ml$/i, ['DEP-ENVSECRET', 'npm-token']),
  },
  'compose: token in arguments of a build': (repository) =>
    repository.first(services(repository), 'build-token', ({ file, map }) => {
      const build = map.get('build', true);
      if (!isScalar(build) || /["'#]/.test(file.text.slice(...build.range))) return undefined;
      const map_ = `{ context: "${build.value}", args: { NPM_TOKEN: ${madeUpToken(repository.name)} } }`;
      repository.write(file.path, withNode(file.text, build, map_));
      const line = lineAt(file.text, build.range[0]);
      return { file: file.path, line, rules: ['DEP-ENVSECRET', 'npm-token'] };
    }),
  'compose: tag latest': (repository) =>
    changedImage(repository, 'latest', (image) => image.replace(/:[^:]*$/, ':latest'), [
      'DEP-LATEST',
    ]),
  'compose: no tag': (repository) =>
    changedImage(repository, 'no-tag', (image) => image.replace(/:[^:]*$/, ''), ['DEP-LATEST']),
  'compose: digest dropped': {
    prepare: (repository) => changedImage(repository, 'digest', (image) => `${image}${DIGEST}`, []),
    apply: (repository) =>
      repository.first(services(repository), 'digest', ({ file, map }) => {
        const node = map.get('image', true);
        if (!isScalar(node) || !String(node.value).endsWith(DIGEST)) return undefined;
        repository.write(
          file.path,
          withNode(file.text, node, String(node.value).replace(DIGEST, '')),
        );
        return { file: file.path, line: lineAt(file.text, node.range[0]), rules: ['DEP-DIGEST'] };
      }),
  },
};

/** Adds an entry to a service that has none of that name. */
function entry(key, lines, rules, without = []) {
  return (repository) =>
    repository.first(services(repository), key, (service) => {
      if ([key, ...without, 'extends'].some((one) => service.map.has(one))) return undefined;
      return added(repository, service, lines, { rules });
    });
}

/** Adds an item to a list of a service, which may not be there yet. */
function listEntry(key, item, rules) {
  return (repository) =>
    repository.first(services(repository), `${key} ${item}`, (service) => {
      const list = service.map.get(key);
      if (service.map.has('extends')) return undefined;
      if (key === 'ports' && service.map.has('network_mode')) return undefined;
      if (list === undefined)
        return added(repository, service, [`${key}:`, `  - ${item}`], { rules });
      const target = item.replace(/^"|"$/g, '').split(':')[0];
      if (!isSeq(list) || service.file.text.slice(...list.range.slice(0, 2)).includes(target))
        return undefined;
      return inserted(repository, service, list, `- ${item}`, rules);
    });
}

function added(repository, { file, map }, lines, expected) {
  const { text, line } = withEntry(file.text, map, lines);
  repository.write(file.path, text);
  return { file: file.path, line, to: line + lines.length - 1, ...expected };
}

/** Adds a line at the start of a block list or mapping. */
function inserted(repository, { file }, node, line, rules) {
  if (node.flow || node.items.length === 0 || (!isSeq(node) && !isBlockMap(node))) return undefined;
  const first = node.items[0].key ?? node.items[0];
  if (!first.range) return undefined;
  const start = file.text.lastIndexOf('\n', first.range[0]) + 1;
  const indent = /^\s*/.exec(file.text.slice(start))[0];
  if (isSeq(node) && file.text[start + indent.length] !== '-') return undefined;
  repository.write(
    file.path,
    `${file.text.slice(0, start)}${indent}${line}\n${file.text.slice(start)}`,
  );
  return { file: file.path, line: lineAt(file.text, start), rules };
}

function changedImage(repository, kind, change, rules) {
  return repository.first(services(repository), kind, ({ file, map }) => {
    const node = map.get('image', true);
    if (!isScalar(node) || map.has('build')) return undefined;
    const image = String(node.value);
    if (!/^[\w./-]+:[\w.-]*\d[\w.-]*$/.test(image)) return undefined;
    repository.write(file.path, withNode(file.text, node, change(image)));
    return { file: file.path, line: lineAt(file.text, node.range[0]), rules };
  });
}

/** Replaces the token that was added to the base by another one. */
export function otherToken(repository, pattern, rules) {
  const token = madeUpToken(repository.name);
  const path = repository.files(pattern).find((one) => repository.read(one).includes(token));
  if (!path) return undefined;
  const text = repository.read(path);
  repository.write(path, text.replace(token, madeUpToken(`${repository.name} other`)));
  return { file: path, line: lineAt(text, text.indexOf(token)), rules, replaces: true };
}
