import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';

/** Whether the edit that empties the cache may break the build. */
const mayBreak = (rule: string, text: string) =>
  lint(`FROM debian:13\n${text}`, rule).find(({ fix }) => fix)?.fix?.mayBreak ?? false;

test.each([
  ['DL3042', 'RUN pip install x && cp -r /root/.cache/pip /wheels', true],
  ['DL3042', 'RUN pip install x && tar -czf /c.tgz -C /root .cache', true],
  ['DL3042', 'RUN pip install x\nFROM debian:13\nCOPY --from=0 /root/.cache /root/.cache', true],
  ['DL3042', 'RUN pip install x && chown -R 1000 /root/.cache', false],
  ['DL3042', 'RUN pip install x\nRUN rm -rf /root/.cache/pip', false],
  ['DL3042', 'RUN pip install x && cp -r /srv /wheels', false],
  ['DL3019', 'RUN apk add curl && cp -r /var/cache/apk /keep', true],
  ['DL3019', 'RUN apk add curl && mv /var/cache/* /keep', true],
  ['DL3019', 'RUN apk add curl', false],
  ['DL3032', 'RUN yum install -y curl\nRUN ls /var/cache/yum', true],
  ['DL3032', 'RUN yum install -y curl', false],
  ['DL3040', 'RUN dnf install -y curl\nRUN cp -r /var/cache/libdnf5/ /keep', true],
  ['DL3036', 'RUN zypper -n install curl\nONBUILD RUN cp -r /var/cache/zypp /keep', true],
  ['DL3060', 'RUN yarn install\nRUN cp -r /usr/local/share/.cache/yarn /keep', true],
  ['PS0019', 'RUN zypper -n install curl\nRUN cp -r /var/cache/zypp /keep', true],
  ['PS0027', 'RUN conda install -y a\nRUN cp -r /opt/conda/pkgs /keep', true],
  ['PS0027', 'RUN conda install -y a && chown -R 1000 /opt/conda', false],
  ['DL3009', 'RUN apt-get update && apt-get install -y curl && ls /var/lib/apt/lists', true],
  ['DL3009', 'RUN apt-get update && apt-get install -y curl', false],
])('the edit of %s for %j may break the build: %s', (rule, text, expected) => {
  expect(mayBreak(rule, text)).toBe(expected);
});
