import { testRule } from '../rule-cases.js';

const STATUS = { name: 'var/lib/dpkg/status', body: 'Package: a\n' };
const REMOVED = 'medium layer 1: Layer removes the package database of dpkg: /var/lib/dpkg/status';

testRule('IMG-PKGDB', [
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
