import { baseFiles, testRule, withFiles } from '../rule-cases.js';

testRule('IMG-SECRETFILE', [
  [
    withFiles({ name: 'root/.aws/credentials', body: 'k' }),
    ['high layer 1: Credential files in this layer: /root/.aws/credentials'],
  ],
  [
    { layers: [baseFiles, [{ name: 'root/.netrc', body: 'k' }], [{ name: 'root/.wh..netrc' }]] },
    ['high layer 1: Credential files in this layer, deleted or replaced later: /root/.netrc'],
  ],
  [
    withFiles(
      { name: 'app/node_modules/x/test/id_rsa', body: 'k' },
      { name: 'root/.netrc', body: '' },
    ),
    [],
  ],
  [
    withFiles(
      { name: 'opt/x', body: 'k' },
      { name: 'root/.netrc', type: '1', link: 'opt/x' },
      { name: 'opt/empty', body: '' },
      { name: 'home/.netrc', type: '1', link: 'opt/empty' },
    ),
    ['high layer 1: Credential files in this layer: /root/.netrc'],
  ],
]);
