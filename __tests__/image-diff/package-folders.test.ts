import { expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import {
  folderOwner,
  packageFolders,
  singlePackageFiles,
} from '../../src/image-diff/package-folders.js';

const found = (type: string, name: string, path: string): Package => ({
  purl: `pkg:${type}/${name}@1`,
  type,
  name,
  version: '1',
  paths: [path],
});

const FOLDERS = packageFolders([
  found('npm', 'app', 'srv/app/package.json'),
  found('npm', 'a', 'srv/app/node_modules/a/package.json'),
  found('npm', '@s/b', 'srv/app/node_modules/a/node_modules/@s/b/package.json'),
  found('pypi', 'Flask-Login', 'usr/lib/python3/site-packages/Flask_Login-1.dist-info/METADATA'),
  found('gem', 'rack', 'usr/lib/ruby/specifications/rack-1.gemspec'),
  found('deb', 'c', 'var/lib/dpkg/status'),
]);

test.each([
  ['srv/app/node_modules/a/lib/x.js', 'pkg:npm/a@1'],
  ['srv/app/node_modules/a/node_modules/@s/b/x.js', 'pkg:npm/@s/b@1'],
  ['usr/lib/python3/site-packages/flask_login/x.py', 'pkg:pypi/Flask-Login@1'],
  ['usr/lib/python3/site-packages/Flask_Login-1.dist-info/RECORD', 'pkg:pypi/Flask-Login@1'],
  ['usr/lib/ruby/gems/rack-1/lib/x.rb', 'pkg:gem/rack@1'],
])('%s is in the folder of %s', (path, purl) => {
  expect(folderOwner(path, FOLDERS)?.purl).toBe(purl);
});

it.each(['srv/app/server.js', 'srv/app/node_modules/x.js', 'var/lib/dpkg/x', 'x'])(
  '%s is in no such folder',
  (path) => {
    expect(folderOwner(path, FOLDERS)).toBeUndefined();
  },
);

it('knows files that are one package', () => {
  const files = singlePackageFiles([
    found('maven', 'a', 'app/lib/a.jar'),
    found('maven', 'app', 'app/app.jar'),
    found('maven', 'b', 'app/app.jar'),
  ]);
  expect([...files]).toEqual([['app/lib/a.jar', 'pkg:maven/a@1']]);
});
