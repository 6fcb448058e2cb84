import { describe, expect, it } from '@jest/globals';
import { changesOf, debianPackage } from './changes-of.js';

const byShell = (python: string) => `#!/bin/sh\n'''exec' ${python} "$0" "$@"\n' '''\nimport tool\n`;

describe('a script of a package', () => {
  it.each([
    ['another Python', '#!/venv/bin/python\nimport tool\n', 'medium'],
    ['a Python in the path', '#!/usr/bin/env python3.13\nimport tool\n', 'medium'],
    ['another Python with an option', '#!/opt/python -I\nimport tool\n', 'medium'],
    ['a Python that the shell starts', byShell('/a/long/path/bin/python3'), 'medium'],
    ['a command', '#!/usr/bin/python3 -c\nimport tool\n', 'high'],
    ['a command of the shell', byShell('/python"; evil; "/x/python'), 'high'],
    ['another program', '#!/tmp/evil\nimport tool\n', 'high'],
    ['another Python and other code', '#!/venv/bin/python\nimport evil\n', 'high'],
  ])(
    'that a layer above changes to run %s is told from other changes',
    async (_, text, severity) => {
      const base = debianPackage({ 'usr/bin/tool': '#!/usr/bin/python3\nimport tool\n' });
      const { findings } = await changesOf([base, { 'usr/bin/tool': text }]);
      expect(findings).toMatchObject([{ severity, subject: { path: 'usr/bin/tool' } }]);
    },
  );

  it('is named with the Python that it runs now', async () => {
    const base = debianPackage({ 'usr/bin/tool': '#!/usr/bin/python3\nimport tool\n' });
    const { findings } = await changesOf([base, { 'usr/bin/tool': byShell('/venv/bin/python') }]);
    expect(findings[0]?.message).toBe(
      'Script /usr/bin/tool of tool (dpkg) was changed to run /venv/bin/python',
    );
  });
});

describe('data of a package', () => {
  it.each([
    [0o644, 0o755, 'medium'],
    [0o755, 0o755, 'high'],
  ])(
    'with mode %s are no program if a layer above makes them executable (%s)',
    async (before, after, severity) => {
      const path = 'usr/share/tool/index.html';
      const base = { ...debianPackage({ [path]: 'a' }), [path]: { body: 'a', mode: before } };
      const { findings } = await changesOf([base, { [path]: { body: 'b', mode: after } }]);
      expect(findings).toMatchObject([{ severity, subject: { path } }]);
    },
  );
});
