import { testRule } from '../rule-cases.js';

const STATUS = { name: 'var/lib/dpkg/status', body: 'Package: a\n' };
const REMOVED = 'medium layer 1: Layer removes the package database of dpkg: /var/lib/dpkg/status';

const LOCAL = 'var/lib/pacman/local';
const desc = (name: string) => ({ name: `${LOCAL}/${name}/desc`, body: '%NAME%' });

testRule('IMG-PKGDB', [
  [{ layers: [[desc('a-1-1'), desc('b-1-1')], [{ name: `${LOCAL}/.wh.a-1-1` }]] }, []],
  [
    {
      layers: [
        [desc('a-1-1'), desc('b-1-1')],
        [{ name: `${LOCAL}/.wh.a-1-1` }],
        [{ name: 'var/lib/.wh.pacman' }],
      ],
    },
    [`medium layer 2: Layer removes the package database of pacman: /${LOCAL}/b-1-1/desc`],
  ],
  [{ layers: [[STATUS], [{ name: 'var/lib/.wh.dpkg' }]] }, [REMOVED]],
  [{ layers: [[STATUS], [{ name: 'var/lib/dpkg/.wh.status' }], [{ name: 'x' }]] }, [REMOVED]],
  [{ layers: [[STATUS], [{ name: STATUS.name, body: '' }]] }, [REMOVED]],
  [
    {
      layers: [[{ name: 'lib/apk/db/installed', body: 'P:a' }], [{ name: 'lib/apk/.wh..wh..opq' }]],
    },
    ['medium layer 1: Layer removes the package database of apk: /lib/apk/db/installed'],
  ],
  [{ layers: [[STATUS], [{ name: STATUS.name, body: 'Package: b\n' }]] }, []],
  [{ layers: [[STATUS], [{ name: 'var/lib/.wh.dpkg' }], [STATUS]] }, []],
  [
    {
      layers: [
        [{ name: 'var/lib/rpm/Packages', body: 'x' }],
        [{ name: 'var/lib/rpm/.wh.Packages' }, { name: 'var/lib/rpm/rpmdb.sqlite', body: 'x' }],
      ],
    },
    [],
  ],
]);
