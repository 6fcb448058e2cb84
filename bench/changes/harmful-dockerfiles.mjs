import {
  baseImageOf,
  dockerfiles,
  isVersioned,
  placesIn,
  withInstruction,
  withLines,
} from './dockerfiles.mjs';
import { otherToken } from './harmful-compose.mjs';
import { lineAt, madeUpToken } from './repository.mjs';

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const CREDENTIALS = ['PS0014', 'PS0015', 'SecretsUsedInArgOrEnv', 'npm-token'];

/** Harmful changes of Dockerfiles. Each answers where the finding must be, and its rule; undefined if it does not apply. */
export const harmfulDockerfiles = {
  'dockerfile: script from the network': step(
    'RUN bash -c "$(curl -fsSL https://get.example.com/install.sh)"',
    ['PS0023'],
  ),
  'dockerfile: another script from the network': other(
    'RUN bash -c "$(curl -fsSL https://get.example.com/install.sh)"',
    'RUN bash -c "$(curl -fsSL https://get.example.org/setup.sh)"',
    ['PS0023'],
  ),
  'dockerfile: script by a pipe': step(
    'RUN curl -fsSL https://get.example.com/install.sh | bash',
    ['PS0023'],
    ['DL4006'],
  ),
  'dockerfile: sudo': step('RUN sudo legacy-setup', ['DL3004']),
  'dockerfile: sudo of another command': other('RUN sudo legacy-setup', 'RUN sudo other-setup', [
    'DL3004',
  ]),
  'dockerfile: mode 777': step('RUN chmod -R 777 /srv/data', ['PS0026']),
  'dockerfile: mode 777 of another folder': other(
    'RUN chmod -R 777 /srv/data',
    'RUN chmod -R 777 /srv/other',
    ['PS0026'],
  ),
  'dockerfile: ADD from the network': step('ADD https://example.org/tool.tgz /opt/tool.tgz', [
    'PS0022',
  ]),
  'dockerfile: download is not verified': step(
    'RUN curl -fsSL https://example.org/tool -o /usr/local/bin/tool',
    ['PS0036'],
  ),
  'dockerfile: another download': other(
    'RUN curl -fsSL https://example.org/tool -o /usr/local/bin/tool',
    'RUN curl -fsSL https://example.com/other -o /usr/local/bin/tool',
    ['PS0036'],
  ),
  'dockerfile: download without TLS': step(
    'RUN curl -fsSL http://example.org/tool -o /usr/local/bin/tool',
    ['PS0037', 'PS0036'],
  ),
  'dockerfile: TLS is not verified': step('RUN git config --global http.sslVerify false', [
    'PS0024',
  ]),
  'dockerfile: packages are not verified': step(
    'RUN apk add --no-cache --allow-untrusted left=1.0',
    ['PS0025'],
  ),
  'dockerfile: second index': step(
    'RUN pip install --no-cache-dir --extra-index-url https://pkgs.example.org/simple left==1.0',
    ['PS0040'],
  ),
  'dockerfile: repository is not pinned': step(
    'RUN git clone https://github.com/example/left /opt/left',
    ['PS0038'],
  ),
  'dockerfile: apt without version': step(
    'RUN apt-get update && apt-get install -y --no-install-recommends netcat-openbsd && rm -rf /var/lib/apt/lists/*',
    ['DL3008'],
    [],
    /debian|ubuntu|bookworm|bullseye|python:[\d.]+(?:-slim)?$|node:\d+(?:-slim)?$/,
  ),
  'dockerfile: pip without version': step('RUN pip install --no-cache-dir left-package', [
    'DL3013',
  ]),
  'dockerfile: npm without version': step(
    'RUN npm install -g left-package && npm cache clean --force',
    ['DL3016'],
  ),
  'dockerfile: port of SSH': step('EXPOSE 22', ['PS0010', 'DL3011']),
  'dockerfile: token in ENV': step((name) => `ENV NPM_TOKEN=${madeUpToken(name)}`, CREDENTIALS),
  'dockerfile: token in ARG': step((name) => `ARG NPM_TOKEN=${madeUpToken(name)}`, CREDENTIALS),
  'dockerfile: another token': {
    prepare: (repository) => harmfulDockerfiles['dockerfile: token in ENV'](repository),
    apply: (repository) => otherToken(repository, /Dockerfile/i, CREDENTIALS),
  },
  'dockerfile: token in RUN': step(
    (name) => `RUN npm config set //registry.npmjs.org/:_authToken ${madeUpToken(name)}`,
    ['PS0035', ...CREDENTIALS],
  ),
  'dockerfile: token in a copied file': (repository) => copiedToken(repository),
  'dockerfile: another token in a copied file': {
    prepare: (repository) => copiedToken(repository),
    apply: (repository) => otherToken(repository, /bench\.env$/, ['npm-token']),
  },
  'dockerfile: tag latest': (repository) =>
    onBase(
      repository,
      'latest',
      (image) => isVersioned(image) && image.replace(/:[^:]*$/, ':latest'),
      ['DL3007'],
    ),
  'dockerfile: no tag': (repository) =>
    onBase(repository, 'no-tag', (image) => isVersioned(image) && image.replace(/:[^:]*$/, ''), [
      'DL3006',
    ]),
  'dockerfile: digest dropped': {
    prepare: (repository) =>
      onBase(repository, 'digest', (image) => isVersioned(image) && image + DIGEST, []),
    apply: (repository) =>
      onBase(repository, 'digest', (image) => image.endsWith(DIGEST) && image.replace(DIGEST, ''), [
        'PS0021',
      ]),
  },
  'dockerfile: platform is fixed': (repository) =>
    repository.first(dockerfiles(repository), 'platform', (file) => {
      const from = file.instructions.findLast(({ keyword }) => keyword === 'FROM');
      if (from.start !== from.end || /--platform/.test(from.rest)) return undefined;
      const line = file.lines[from.start].replace(/^(\s*FROM\s+)/i, '$1--platform=linux/arm64 ');
      repository.write(file.path, withInstruction(file, from, [line]));
      return {
        file: file.path,
        line: from.start + 1,
        rules: ['FromPlatformFlagConstDisallowed', 'DL3029'],
      };
    }),
  'dockerfile: user root': (repository) =>
    repository.first(dockerfiles(repository), 'root', (file) => {
      const from = file.instructions.findLastIndex(({ keyword }) => keyword === 'FROM');
      const stage = file.instructions.slice(from);
      const user = stage.findLast(({ keyword }) => keyword === 'USER');
      if (!user || /^(?:0|root)\b|\$/.test(user.rest)) return undefined;
      const last = stage.at(-1);
      repository.write(file.path, withLines(file, last.end + 1, ['USER root']));
      return { file: file.path, line: last.end + 2, rules: ['DL3002'] };
    }),
  'dockerfile: no user': (repository) =>
    repository.first(dockerfiles(repository), 'no-user', (file) => {
      const from = file.instructions.findLastIndex(({ keyword }) => keyword === 'FROM');
      const stage = file.instructions.slice(from);
      const users = stage.filter(({ keyword }) => keyword === 'USER');
      if (users.length !== 1 || /^(?:0|root)\b|\$/.test(users[0].rest)) return undefined;
      repository.write(file.path, withInstruction(file, users[0], []));
      return { file: file.path, line: 1, to: file.lines.length, rules: ['PS0013'] };
    }),
  'dockerfile: argument of one build': {
    prepare: (repository) => preparedBuilds(repository, '12.5'),
    apply: (repository) => ({
      ...preparedBuilds(repository, 'latest'),
      // DL3007 and DL3006 are about what FROM says itself.
      rules: ['PS0020'],
      files: /^bench-build\//,
    }),
  },
};

/** Adds an instruction to the last stage of a Dockerfile. */
function step(instruction, rules, also = [], image = /./) {
  return (repository) => {
    const line = typeof instruction === 'string' ? instruction : instruction(repository.name);
    const files = dockerfiles(repository).filter((file) => {
      const from = file.instructions.findLast(({ keyword }) => keyword === 'FROM');
      const base = baseImageOf(file, from)?.image ?? '';
      return (base !== '' || image.source === '.') && image.test(base);
    });
    const places = files.flatMap((file) => placesIn(file));
    return repository.first(places, line.slice(0, 30), ({ file, index }) => {
      repository.write(file.path, withLines(file, index, [line]));
      return { file: file.path, line: index + 1, rules, also: [...also, 'DL4001'] };
    });
  };
}

/** Replaces an instruction, which the base already has, by another one that has the problem anew. */
function other(before, after, rules) {
  return {
    prepare: step(before, []),
    apply: (repository) => {
      const path = repository
        .files(/Dockerfile/i)
        .find((one) => repository.read(one).includes(`\n${before}\n`));
      if (!path) return undefined;
      const text = repository.read(path);
      repository.write(path, text.replace(before, after));
      return { file: path, line: lineAt(text, text.indexOf(before)), rules, replaces: true };
    },
  };
}

function onBase(repository, kind, change, rules) {
  return repository.first(dockerfiles(repository), kind, (file) => {
    for (const from of file.instructions.filter(({ keyword }) => keyword === 'FROM')) {
      const base = baseImageOf(file, from);
      const image = base && change(base.image);
      if (!image) continue;
      repository.write(file.path, withInstruction(file, from, [base.before + image + base.after]));
      return { file: file.path, line: from.start + 1, rules };
    }
    return undefined;
  });
}

/** A file with a token next to a Dockerfile of the repository's top, which copies it. */
function copiedToken(repository) {
  if (repository.isFile('.dockerignore')) return undefined;
  const tops = dockerfiles(repository).filter(({ path }) => !path.includes('/'));
  return repository.first(
    tops.flatMap((file) => placesIn(file)),
    'copied-token',
    ({ file, index }) => {
      repository.write('bench.env', `# Settings\nNPM_TOKEN=${madeUpToken(repository.name)}\n`);
      repository.write(file.path, withLines(file, index, ['COPY bench.env /etc/bench.env']));
      return { file: 'bench.env', line: 2, rules: ['npm-token'] };
    },
  );
}

/** One Dockerfile that two services build, each with its own argument; the version is that of the second. */
function preparedBuilds(repository, version) {
  repository.write(
    'bench-build/Dockerfile',
    'ARG BASE=12.4\nFROM debian:$BASE\nHEALTHCHECK CMD ["true"]\nUSER 1000\n',
  );
  const service = (name, base) =>
    `  ${name}:\n    image: registry.example.com/${name}:1.0\n    build:\n      context: .\n      args:\n        BASE: "${base}"\n`;
  repository.write(
    'bench-build/compose.yaml',
    `services:\n${service('one', '12.5')}${service('two', version)}`,
  );
  return { file: 'bench-build/Dockerfile', line: 1, to: 20 };
}
