import { checkSumFix } from '../materials/checksum-fix.js';
import { foundMaterials } from '../materials/ledger.js';
import { pinEdit } from '../pin-edit.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0036',
  name: 'verify-download',
  severity: 'medium',
  severityReason:
    'Who controls the server, or an account there, decides what is in the image; started in the same RUN, it is PS0023',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Downloaded file is not verified',
  why: 'Whoever controls the server, or an account at its host, decides what gets into the image. A version in the address does not prevent that: files of releases can be replaced.',
  remediation:
    'Compare the file with a known digest: `echo "DIGEST  FILE" | sha256sum -c`, or use `ADD --checksum=sha256:…`',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  wrong: 'FROM debian:12\nRUN curl -fsSL https://example.org/tool-1.2.tar.gz -o tool.tar.gz',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool-1.2.tar.gz tool.tar.gz',
  check(dockerfile, report) {
    for (const { kind, by, what, at, verifiedBy, isKept, isStarted, transport } of foundMaterials(
      dockerfile,
    )) {
      // Unencrypted downloads are PS0037, those of ADD PS0022.
      if (kind !== 'download' || by === 'ADD' || !isKept || verifiedBy !== undefined) continue;
      // What is started at once is PS0023.
      if (isStarted) continue;
      if (transport !== 'https' && transport !== 'unknown') continue;
      report({
        at,
        message: `Nothing verifies ${what} after the download`,
        ...pinEdit(dockerfile, (subject) => checkSumFix(subject, at)),
      });
    }
  },
});
