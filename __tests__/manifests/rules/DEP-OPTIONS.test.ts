import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { service, testRule, workflow } from '../rule-cases.js';

const job = (lines: string, runner = 'ubuntu-24.04') =>
  `on: push\njobs:\n  a:\n    runs-on: ${runner}\n    ${lines}\n    steps: [{ run: make }]\n`;

testRule('DEP-OPTIONS', [
  [job('container: { image: a, options: --privileged }'), ['--privileged']],
  [job('container: { image: a, options: --cpus 1 }'), []],
  [job('services: { b: { image: a, options: "--net host" } }'), ['"--net host"']],
  [job('services: { b: { image: a, volumes: ["/:/h", "c:/c"] } }'), ['"/:/h"']],
  [
    job(
      `strategy: { matrix: { o: [--privileged] } }\n    container: { image: a, options: "$\{{ matrix.o }}" }`,
    ),
    [`"$\{{ matrix.o }}"`],
  ],
  [workflow('- run: docker run --privileged a'), ['run']],
  [workflow('- run: docker run a --privileged'), []],
  [
    workflow('- uses: docker/build-push-action@v6\n  with: { allow: "device,security.insecure" }'),
    ['"device,security.insecure"'],
  ],
  [workflow('- uses: docker/bake-action@v6\n  with: { allow: network.host }'), ['network.host']],
  [workflow('- uses: docker/build-push-action@v6\n  with: { network: host }'), ['host']],
  [workflow('- uses: acme/action@v6\n  with: { network: host }'), []],
  [service('build: { context: ., network: host }'), ['host']],
  [service('build: { context: ., entitlements: [network.host] }'), ['network.host']],
  [service('build: { context: ., network: none }'), []],
]);

it('is more severe where the machine outlives the job', () => {
  const severity = (runner: string) =>
    findingsOf('DEP-OPTIONS', job('container: { image: a, options: --privileged }', runner)).map(
      (finding) => finding.severity,
    );
  expect(severity('ubuntu-24.04')).toEqual(['medium']);
  expect(severity('[self-hosted, linux]')).toEqual(['high']);
});
