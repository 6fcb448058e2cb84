import { expect, it } from '@jest/globals';
import { inspectImage } from '../inspect-image.js';
import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-ENVSECRET', [
  [
    withConfig({ Env: ['DB_PASSWORD=hunter2', 'PATH=/bin'] }),
    ['critical ENV DB_PASSWORD: Value of DB_PASSWORD is readable in the image configuration'],
  ],
  [withConfig({ Env: ['DB_PASSWORD=', '=x', 'DB_PASSWORD'] }), []],
]);

it('another value of a variable is another finding', async () => {
  const prints = async (value: string) => {
    const findings = await inspectImage(withConfig({ Env: [`DB_PASSWORD=${value}`] }));
    return findings.flatMap((one) => (one.rule === 'IMG-ENVSECRET' ? one.fingerprint : []));
  };
  const [one, other] = [await prints('hunter2'), await prints('letmein9')];
  expect(one).toHaveLength(1);
  expect(other).not.toEqual(one);
  expect(await prints('hunter2')).toEqual(one);
});
