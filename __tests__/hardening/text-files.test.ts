import { afterAll, expect, it } from '@jest/globals';
import { findingsOf, removeImages } from './inspect-image.js';
import { shadow } from './rule-cases.js';

afterAll(removeImages);

it('the account files are read even if many supervisor configurations come first', async () => {
  const configurations = Array.from({ length: 600 }, (_, i) => ({
    name: `etc/supervisor/conf.d/${i}.conf`,
    body: '[program:x]\n',
  }));
  const layers = [[...configurations, shadow('root::1::::::')]];
  expect(await findingsOf('IMG-EMPTYPW', { layers })).toHaveLength(1);
});

it('an account file is read that an upper layer makes a hard link', async () => {
  const { name, ...file } = shadow('root::1::::::');
  const layers = [[{ ...file, name: 'opt/x' }], [{ name, type: '1', link: 'opt/x', mode: 0o640 }]];
  expect(await findingsOf('IMG-EMPTYPW', { layers })).toHaveLength(1);
  const gone = [...layers, [{ name: 'opt/.wh.x' }]];
  expect(await findingsOf('IMG-EMPTYPW', { layers: gone })).toHaveLength(1);
});
