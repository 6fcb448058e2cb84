import { execFileSync } from 'node:child_process';
import { advisory } from '../../remedy/replay-build.js';
import type { Project, Rebuild } from './rebuild.js';
import type { Yard } from './yard.js';

/** The integrity of packages in npm's registry. */
const INTEGRITY: Readonly<Record<string, string>> = {
  'mkdirp 0.5.5':
    'sha512-NKmAlESf6jMGym1++R0Ra7wvhV+wFW63FaSOFPwRahvea0gMUcGUhVeAg/0BC0wiv9ih5NYPB1Wn1UEI1/L+xQ==',
  'mkdirp 0.5.1':
    'sha512-SknJC52obPfGQPnjIkXbmA6+5H15E+fR+E4iR2oQ3zzCLbd7/ONua69R/Gw7AgkTLsRG+r5fzksYwWe1AgTyWA==',
  'minimist 1.2.5':
    'sha512-FM9nNUYrRBAELZQT3xeZQ7fmMOBg6nWNmJKTcgsJeaLstP/UODVpGsr5OhXhhXg6f+qtJ8uiZ+PUxkDWcgIXLw==',
  'minimist 0.0.8':
    'sha512-miQKw5Hv4NS1Psg2517mV4e4dYNaO3++hjAvLOAzKqZ61rH8NS1SK+vbfBWZ5PY/Me/bEWhUwqMghEW5Fb9T7Q==',
  'ms 2.1.2':
    'sha512-sGkPx+VjMtmA6MX27oA4FBFELFCZZ4S4XqeGOXCv68tT+jb3vk/RyaKWP0PTKyWtmLSM0b+adUTEvbs1PEaH2w==',
};

/** A stage that installs the packages of package-lock.json, and an image with nothing but them. */
async function npm(
  yard: Yard,
  dependencies: Readonly<Record<string, string>>,
  locked: readonly string[],
  advisories: readonly object[],
  more: Partial<Project> = {},
): Promise<Project> {
  const project = { name: 'app', version: '1.0.0', dependencies };
  const entries = locked.map((one) => {
    const [name = '', version = '', ...needs] = one.split(' ');
    const integrity = INTEGRITY[`${name} ${version}`];
    const resolved = `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`;
    const own = needs.length > 0 && { dependencies: { [needs[0] ?? '']: needs[1] ?? '' } };
    return [`node_modules/${name}`, { version, resolved, integrity, ...own }] as const;
  });
  const lock = {
    ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: { '': project, ...Object.fromEntries(entries) },
  };
  const lines = [
    `FROM ${await yard.base('node')} AS build`,
    'WORKDIR /src',
    'COPY package.json package-lock.json ./',
    'RUN npm ci --ignore-scripts --no-audit --no-fund',
    'FROM scratch',
    'COPY --from=build /src /app',
    'USER 1000',
  ];
  return {
    files: {
      Dockerfile: `${lines.join('\n')}\n`,
      'package.json': `${JSON.stringify(project, undefined, 2)}\n`,
      'package-lock.json': `${JSON.stringify(lock, undefined, 2)}\n`,
    },
    advisories,
    // npm runs.
    online: true,
    ...more,
  };
}

/** The image of Node.js with a program. */
async function nodeImage(yard: Yard, lines: readonly string[], advisories: readonly object[]) {
  const all = [`FROM ${await yard.base('node')}`, ...lines, 'COPY server.js /app/', 'USER 1000'];
  return {
    files: {
      Dockerfile: `${all.join('\n')}\nCMD ["node", "/app/server.js"]\n`,
      'server.js': 'require("node:http").createServer().listen(8080);\n',
    },
    // A database without any record about an ecosystem covers none of its packages.
    advisories: [
      ...advisories,
      advisory('Debian:13', 'other', '1'),
      advisory('Bitnami', 'other', '1'),
    ],
  };
}

/** An image for which pip installs the packages of requirements.txt; later there is version 1.0.1 of the package. */
async function pip(
  yard: Yard,
  name: string,
  requirement: (hash: string) => string,
): Promise<Project> {
  const { packages } = yard;
  const old = packages.python(name, '1.0.0');
  const lines = [
    `FROM ${await yard.base('python')}`,
    'COPY requirements.txt /app/',
    'RUN pip install --no-cache-dir -r /app/requirements.txt',
    'USER 1000',
    'CMD ["/usr/bin/python3", "/app/main.py"]',
  ];
  return {
    files: { Dockerfile: `${lines.join('\n')}\n`, 'requirements.txt': requirement(old) },
    advisories: [advisory('PyPI', name, '1.0.1'), advisory('Debian:13', 'other', '1')],
    publish: () => packages.python(name, '1.0.1'),
  };
}

const MODULE = 'example.com/acme/text';

export const LANGUAGE_CASES: Readonly<Record<string, Rebuild>> = {
  'npm-transitive': {
    remedy: 'raise',
    title: /^upgrade minimist to 1\.2\.8 in package-lock\.json$/,
    make: (yard) =>
      npm(
        yard,
        { mkdirp: '0.5.5' },
        ['minimist 1.2.5', 'mkdirp 0.5.5 minimist ^1.2.5'],
        [advisory('npm', 'minimist', '1.2.8')],
      ),
  },
  'npm-direct': {
    remedy: 'edit',
    title: /^upgrade ms to 2\.1\.3 in package\.json$/,
    make: (yard) => npm(yard, { ms: '2.1.2' }, ['ms 2.1.2'], [advisory('npm', 'ms', '2.1.3')]),
  },
  'npm-override': {
    remedy: 'edit',
    title: /^upgrade minimist to 0\.2\.4 with an npm override in package\.json$/,
    make: (yard) =>
      npm(
        yard,
        { mkdirp: '0.5.1' },
        ['minimist 0.0.8', 'mkdirp 0.5.1 minimist 0.0.8'],
        [advisory('npm', 'minimist', '0.2.4')],
      ),
  },
  'npm-malicious': {
    remedy: 'remove',
    title: /^remove malicious package ms 2\.1\.2$/,
    make: (yard) => {
      const malicious = { ...advisory('npm', 'ms', undefined), id: 'MAL-2026-1' };
      return npm(
        yard,
        { ms: '2.1.2', mkdirp: '0.5.5' },
        ['minimist 1.2.5', 'mkdirp 0.5.5 minimist ^1.2.5', 'ms 2.1.2'],
        [malicious],
        {
          byHand: ({ folder }) =>
            execFileSync('npm', ['uninstall', '--package-lock-only', '--ignore-scripts', 'ms'], {
              cwd: folder,
              stdio: 'pipe',
            }),
        },
      );
    },
  },
  'npm-install-pin': {
    remedy: 'edit',
    title: /^upgrade minimist to 1\.2\.8$/,
    make: (yard) =>
      nodeImage(
        yard,
        ['RUN npm install --global --no-audit minimist@1.2.5'],
        [advisory('npm', 'minimist', '1.2.8')],
      ),
  },
  'npm-of-base': {
    remedy: 'remove',
    title: /^remove npm of the base image$/,
    make: async (yard) => ({
      ...(await nodeImage(
        yard,
        [],
        [advisory('npm', 'npm', '99.0.0'), advisory('npm', 'semver', '99.0.0')],
      )),
      byHand: ({ replace }, { notes }) => {
        const how = /`(RUN rm -rf [^`]+)`/.exec(notes.join(' '))?.[1];
        replace('Dockerfile', 'COPY server.js', `${how}\nCOPY server.js`);
      },
    }),
  },
  'pip-pin': {
    remedy: 'edit',
    title: /^upgrade acme_pin to 1\.0\.1 in requirements\.txt$/,
    make: (yard) => pip(yard, 'acme_pin', () => 'acme_pin==1.0.0\n'),
  },
  'pip-hashes': {
    remedy: 'edit',
    title: /^upgrade acme_hashes to 1\.0\.1 in requirements\.txt$/,
    make: async (yard) => {
      const line = (version: string, hash: string) => `acme_hashes==${version} --hash=${hash}\n`;
      let fixed = '';
      return {
        ...(await pip(yard, 'acme_hashes', (hash) => line('1.0.0', hash))),
        publish: () => {
          fixed = yard.packages.python('acme_hashes', '1.0.1');
        },
        byHand: ({ read, replace }) =>
          replace('requirements.txt', read('requirements.txt'), line('1.0.1', fixed)),
      };
    },
  },
  'go-module': {
    remedy: 'raise',
    title: /^upgrade example\.com\/acme\/text to 1\.0\.1 in go\.mod$/,
    make: async ({ packages, base }) => {
      packages.go(MODULE, 'v1.0.0');
      const lines = [
        `FROM ${await base('golang')} AS build`,
        'WORKDIR /src',
        'COPY . .',
        'RUN go build -mod=mod -o /app .',
        'FROM scratch',
        'COPY --from=build /app /app',
        'USER 1000',
        'ENTRYPOINT ["/app"]',
      ];
      return {
        files: {
          Dockerfile: `${lines.join('\n')}\n`,
          'go.mod': `module example.com/app\n\ngo 1.21\n\nrequire ${MODULE} v1.0.0\n`,
          'main.go': `package main\n\nimport "${MODULE}"\n\nfunc main() { println(text.Hello()) }\n`,
        },
        advisories: [advisory('Go', MODULE, '1.0.1')],
        publish: () => packages.go(MODULE, 'v1.0.1'),
      };
    },
  },
};
