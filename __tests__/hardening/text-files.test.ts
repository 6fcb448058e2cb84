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
