import { expect, test } from '@jest/globals';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

/** What verifies the package `tool`. */
function verifierOf(text: string): string | undefined {
  const inputs = materialsOfDockerfile(parseDockerfile('Dockerfile', `FROM a:1 AS a\n${text}`));
  const found = inputs.filter(({ kind, what }) => kind === 'package' && what.includes('tool'));
  expect(found).toHaveLength(1);
  return found[0]?.verifiedBy;
}

test.each([
  'RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y tool',
  'RUN apt-get -o Acquire::AllowInsecureRepositories=true update && apt-get install -y tool',
  'RUN echo "deb [trusted=yes] https://x.org/ ./" > /etc/apt/sources.list && apt-get install -y tool',
  'COPY <<X /etc/apt/sources.list.d/x.list\ndeb [trusted=yes] https://x.org/ ./\nX\nRUN apt-get install -y tool',
  'RUN echo \'APT::Get::AllowUnauthenticated "true";\' > /etc/apt/apt.conf.d/x\nRUN apt-get install -y tool',
  "RUN printf '[x]\\nbaseurl=https://x.org\\ngpgcheck=0\\n' > /etc/yum.repos.d/x.repo\nFROM a\nRUN yum install -y tool",
  'RUN dnf install -y --setopt=gpgcheck=0 tool',
  'ENV GOSUMDB=off\nRUN go install x.org/tool@v1.0.0',
  'ENV GOFLAGS=-insecure\nRUN go install x.org/tool@v1.0.0',
  'RUN GONOSUMDB=* go install x.org/tool@v1.0.0',
  'RUN go env -w GOSUMDB=off && go install x.org/tool@v1.0.0',
])('nothing verifies the package of %j', (text) => {
  expect(verifierOf(text)).toBeUndefined();
});

test.each([
  'RUN apt-get -o APT::Get::AllowUnauthenticated=false install -y tool',
  'RUN echo "deb [trusted=yes] file:/packages ./" > /etc/apt/sources.list && apt-get install -y tool',
  'RUN apt-get install -y tool\nRUN echo "deb [trusted=yes] https://x.org ./" > /etc/apt/sources.list',
  'RUN echo gpgcheck=1 repo_gpgcheck=0 > /etc/yum.repos.d/x.repo && yum install -y tool',
  'ENV GOSUMDB=sum.golang.org\nRUN go install x.org/tool@v1.0.0',
  '# GOSUMDB=off\nRUN go install x.org/tool@v1.0.0',
])('the index or database verifies the package of %j', (text) => {
  expect(verifierOf(text)).toMatch(/^the (?:signature of the index|checksum database)/);
});
