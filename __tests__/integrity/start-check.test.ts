import { describe, expect, it, test } from '@jest/globals';
import type { FileSystem, LayerEntry } from '../../src/image/image.js';
import { isKnownStartFile } from '../../src/integrity/known-start-files.js';
import { createStartCheck } from '../../src/integrity/start-check.js';
import { changesOf, debianPackage, digest, type Files } from './changes-of.js';

const BASE: Files = { 'etc/os-release': 'ID=debian\n' };
const SITE = 'usr/local/lib/python3.13/site-packages';
const RUNS = 'import os; os.system("x")\n';
const link = (target: string) => ({ type: '2', link: target }) as const;
const sha256 = (text: string) =>
  Buffer.from(digest('sha256', text), 'hex').toString('base64url').replace(/=+$/, '');

/** A Python package with these files, as pip or another installer records them. */
function pythonPackage(files: Readonly<Record<string, string>>, more: Files = {}): Files {
  const rows = Object.entries(files).map(
    ([path, text]) => `${path},sha256=${sha256(text)},${text.length}\n`,
  );
  const own = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${SITE}/${path}`, text]),
  );
  return {
    ...own,
    [`${SITE}/tool-1.0.dist-info/METADATA`]: 'Name: tool\nVersion: 1.0\n',
    [`${SITE}/tool-1.0.dist-info/RECORD`]: rows.join(''),
    ...more,
  };
}

/** The sitecustomize of Debian's Python. */
const APPORT =
  '# install the apport exception handler if available\ntry:\n    import apport_python_hook\nexcept ImportError:\n    pass\nelse:\n    apport_python_hook.install()\n';
const NAMESPACE = (root: string, path: string, name: string) =>
  `import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(${root}, *${path});importlib = has_mfs and __import__('importlib.util');has_mfs and __import__('importlib.machinery');m = has_mfs and sys.modules.setdefault('${name}', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('${name}', [os.path.dirname(p)])));m = m or sys.modules.setdefault('${name}', types.ModuleType('${name}'));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n`;
const IN_SITE = "sys._getframe(1).f_locals['sitedir']";

describe('a file that an interpreter runs at each start', () => {
  it.each<[string, Files, string?]>([
    ['an import in a .pth file', { [`${SITE}/a.pth`]: RUNS }],
    ['an import below other lines', { [`${SITE}/a.pth`]: `# x\n/opt\r\n${RUNS}` }],
    ['an import after a tab', { [`${SITE}/a.pth`]: 'import\tos\n' }],
    ['an import behind a byte order mark', { [`${SITE}/a.pth`]: `\ufeff${RUNS}` }],
    ['an import behind another end of line', { [`${SITE}/a.pth`]: `/opt\x0c${RUNS}` }],
    ['a hidden .pth file', { [`${SITE}/.a.pth`]: RUNS }],
    ['a .pth file of the user', { 'root/.local/lib/python3.13/site-packages/a.pth': RUNS }],
    ['a .pth file of Debian', { 'usr/lib/python3/dist-packages/a.pth': RUNS }],
    ['a .pth file of a virtual environment', { 'v/lib/python3.13/site-packages/a.pth': RUNS }],
    ['sitecustomize', { [`${SITE}/sitecustomize.py`]: 'x' }],
    ['usercustomize', { [`${SITE}/usercustomize.py`]: 'x' }],
    ['sitecustomize next to the standard library', { 'usr/lib/python3.13/sitecustomize.py': 'x' }],
    ['sitecustomize of a build without lock', { 'usr/lib/python3.13t/sitecustomize.py': 'x' }],
    ['sitecustomize as a package', { [`${SITE}/sitecustomize/__init__.py`]: 'x' }],
    ['sitecustomize as byte code', { [`${SITE}/sitecustomize.pyc`]: 'x' }],
    ['sitecustomize as a library', { [`${SITE}/sitecustomize.abi3.so`]: 'x' }],
    ["the module of Debian's sitecustomize", { [`${SITE}/apport_python_hook.py`]: 'x' }],
    ['the archive of the standard library', { 'usr/lib/python313.zip': 'x' }],
    [
      'the defaults of RubyGems',
      { 'usr/lib/ruby/3.4.0/rubygems/defaults/operating_system.rb': 'x' },
    ],
    ['sitecustomize of Perl', { 'usr/share/perl5/sitecustomize.pl': 'x' }],
    [
      'a namespace with another module',
      {
        [`${SITE}/a-nspkg.pth`]: NAMESPACE(IN_SITE, "('a',)", 'a').replace(
          "'importlib.util'",
          "'evil'",
        ),
      },
    ],
    [
      'a link to another file',
      { [`${SITE}/sitecustomize.py`]: link('/opt/x.py'), 'opt/x.py': 'x' },
      `${SITE}/sitecustomize.py`,
    ],
    [
      'sitecustomize in a folder that a .pth file names',
      { [`${SITE}/a.pth`]: '../../../../app\n', 'usr/app/sitecustomize.py': 'x' },
      'usr/app/sitecustomize.py',
    ],
  ])('is reported if no package brings it: %s', async (_, files, path = Object.keys(files)[0]) => {
    for (const layers of [[BASE, files], [{ ...BASE, ...files }]]) {
      const { changes, incomplete } = await changesOf(layers);
      expect(changes).toEqual([`${layers.length - 1} INT-START ${path}`]);
      expect(incomplete).toEqual([]);
    }
  });

  it('is reported with the interpreter and its severity', async () => {
    const { findings } = await changesOf([BASE, { [`${SITE}/a.pth`]: RUNS }]);
    expect(findings).toMatchObject([
      {
        severity: 'medium',
        message: `Python runs /${SITE}/a.pth at each start, and no package brings it`,
        details: { interpreter: 'Python' },
      },
    ]);
  });

  it.each<[string, Files]>([
    ['folders in a .pth file', { [`${SITE}/a.pth`]: '/opt/x\n# import os\nimportlib\n' }],
    ['a .pth file elsewhere', { 'srv/a.pth': RUNS }],
    ['sitecustomize in a folder outside of the path', { 'srv/sitecustomize.py': 'x' }],
    ['a file that its RECORD has', pythonPackage({ 'tool.pth': RUNS })],
    ['sitecustomize that its RECORD has', pythonPackage({ 'sitecustomize.py': 'x' })],
    [
      'a file of a package by conda',
      pythonPackage({ 'tool.pth': RUNS }, { [`${SITE}/tool-1.0.dist-info/INSTALLER`]: 'conda\n' }),
    ],
    [
      'a file that dpkg recorded',
      debianPackage({ 'usr/lib/python3/dist-packages/tool.pth': RUNS }),
    ],
    [
      'a configuration file that dpkg recorded',
      debianPackage(
        { 'usr/share/x': '' },
        {
          extra: `Conffiles:\n /etc/python3.13/sitecustomize.py ${digest('md5', 'other\n')}\n`,
        },
      ),
    ],
    [
      'a file that dpkg recorded, behind the link of a merged /usr',
      {
        ...debianPackage({ 'lib/python3/dist-packages/tool.pth': RUNS }),
        'usr/lib/python3/dist-packages/tool.pth': RUNS,
        lib: link('usr/lib'),
      },
    ],
    [
      "Debian's link to its configuration, without a record",
      {
        'usr/lib/python3.13/sitecustomize.py': link('/etc/python3.13/sitecustomize.py'),
        'etc/python3.13/sitecustomize.py': APPORT,
      },
    ],
    ['a namespace', { [`${SITE}/a-nspkg.pth`]: NAMESPACE(IN_SITE, "('a',)", 'a') }],
    [
      'a namespace in two parts',
      {
        [`${SITE}/a-nspkg.pth`]: `${NAMESPACE(IN_SITE, "('a', 'b')", 'a.b').trim()};m and setattr(sys.modules['a'], 'b', m)\n`,
      },
    ],
    ['a namespace of a folder', { [`${SITE}/a-nspkg.pth`]: NAMESPACE("'/src/a'", "('a',)", 'a') }],
    [
      'folders of setuptools',
      {
        [`${SITE}/easy-install.pth`]:
          "import sys; sys.__plen = len(sys.path)\n/src/a\nimport sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)\n",
      },
    ],
  ])('is not reported: %s', async (_, files) => {
    const configured: Files =
      'etc/python3.13/sitecustomize.py' in files || !JSON.stringify(files).includes('Conffiles')
        ? files
        : {
            ...files,
            'usr/lib/python3.13/sitecustomize.py': link('/etc/python3.13/sitecustomize.py'),
            'etc/python3.13/sitecustomize.py': 'other\n',
          };
    for (const layers of [[BASE, configured], [configured]])
      expect(await changesOf(layers)).toMatchObject({ changes: [], incomplete: [] });
  });

  it('is reported once if a layer above changes that of a package', async () => {
    const installed = pythonPackage({ 'tool.pth': 'import tool\n' });
    const { changes } = await changesOf([installed, { [`${SITE}/tool.pth`]: RUNS }]);
    expect(changes).toEqual([`1 INT-FILE ${SITE}/tool.pth`]);
  });

  it('is reported if the layer of its package changes it', async () => {
    const installed = pythonPackage({ 'tool.pth': 'import tool\n' });
    const { findings } = await changesOf([{ ...installed, [`${SITE}/tool.pth`]: RUNS }]);
    expect(findings).toMatchObject([
      {
        rule: 'INT-START',
        message: `Python runs /${SITE}/tool.pth at each start, and it is not what tool (pip) installed`,
      },
    ]);
  });

  it('is reported if a layer above adds it to the record of a package', async () => {
    const { [`${SITE}/tool-1.0.dist-info/RECORD`]: record } = pythonPackage({
      'tool.py': 'x',
      'evil.pth': RUNS,
    });
    const layers = [
      pythonPackage({ 'tool.py': 'x' }),
      { [`${SITE}/evil.pth`]: RUNS, [`${SITE}/tool-1.0.dist-info/RECORD`]: record ?? '' },
    ];
    expect((await changesOf(layers)).changes).toContain(`1 INT-START ${SITE}/evil.pth`);
  });

  it('of virtualenv is of low severity if the version of its module is not known', async () => {
    const { findings } = await changesOf([
      BASE,
      { [`${SITE}/_virtualenv.pth`]: 'import _virtualenv', [`${SITE}/_virtualenv.py`]: 'x' },
    ]);
    expect(findings).toMatchObject([{ rule: 'INT-START', severity: 'low' }]);
  });

  it('of virtualenv is of the usual severity if it runs more', async () => {
    const { findings } = await changesOf([
      BASE,
      {
        [`${SITE}/_virtualenv.pth`]: `import _virtualenv\n${RUNS}`,
        [`${SITE}/_virtualenv.py`]: 'x',
      },
    ]);
    expect(findings).toMatchObject([{ rule: 'INT-START', severity: 'medium' }]);
  });

  it('is reported in a folder of PYTHONPATH', async () => {
    const files = { 'app/lib/sitecustomize.py': 'x' };
    expect(
      (await changesOf([BASE, files], false, undefined, ['PYTHONPATH=/x:/app/lib'])).changes,
    ).toEqual(['1 INT-START app/lib/sitecustomize.py']);
  });
});

it('of virtualenv is known by the digest of its module', () => {
  const text = 'import _virtualenv';
  const known = (module: string) =>
    isKnownStartFile(
      `${SITE}/_virtualenv.pth`,
      { text, digests: new Map() },
      new Map([['sha256', module]]),
    );
  expect(known('0f20351ea7e90039c46d3fabdef991f28b1e3ff33eb13ee6f0d5cd21ea0e8b14')).toBe(true);
  expect(known('0'.repeat(64))).toBe(false);
});

test.each([
  [2_000, 0],
  [2_001, 1],
])('of %i files, %i are left out and counted', (count, left) => {
  const entries = Array.from(
    { length: count },
    (_, i): LayerEntry => ({
      ...{ path: `${SITE}/m${i}.pth`, type: 'file', size: 1, layer: 0 },
      ...{ mode: 0o644, uid: 0, gid: 0, mtime: 0 },
    }),
  );
  const byPath = new Map(entries.map((one) => [one.path, one]));
  const files = {
    get: (path: string) => byPath.get(path),
    resolve: (path: string) => path,
    entries: () => entries,
  } as Partial<FileSystem> as FileSystem;
  const check = createStartCheck([]);
  expect(check.plan([], files)).toHaveLength(count - left);
  expect(check.left).toBe(left);
});
