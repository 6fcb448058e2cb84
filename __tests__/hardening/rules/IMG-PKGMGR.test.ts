import { program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-PKGMGR', [
  [
    withBaseFiles(program('usr/bin/apt-get'), program('usr/bin/dpkg')),
    ['info FROM: Base image has package managers: apt-get and dpkg'],
  ],
  [withFiles(program('usr/local/bin/npm')), ['info layer 1: Image has package managers: npm']],
  [withFiles(program('usr/bin/apt-get', 0o644), program('opt/bin/apk')), []],
]);
