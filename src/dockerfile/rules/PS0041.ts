import { checkSumFix } from '../materials/checksum-fix.js';
import { foundMaterials } from '../materials/ledger.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0041',
  name: 'verify-key',
  severity: 'medium',
  severityReason:
    'Who controls the server of the key decides which packages are accepted from then on',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Key for packages is not verified',
  why: 'Whoever controls the server of the key also decides which packages are accepted.',
  remediation: 'Compare the file with a known digest, or the key with its fingerprint of 40 digits',
  references: ['https://wiki.debian.org/DebianRepository/UseThirdParty'],
  wrong: 'FROM debian:12\nRUN curl -fsSL https://example.org/key.asc -o /etc/apt/keyrings/acme.asc',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/key.asc /etc/apt/keyrings/acme.asc',
  check(dockerfile, report) {
    for (const { kind, by, what, at, verifiedBy, transport } of foundMaterials(dockerfile)) {
      if (kind !== 'key' || verifiedBy !== undefined || by === 'ADD') continue;
      const isShort = /^(?:0x)?(?:[0-9a-f]{8}|[0-9a-f]{16})$/i.test(what);
      // An unencrypted download is PS0037.
      if (!isShort && transport !== 'https' && transport !== 'unknown') continue;
      if (isShort) report({ at, message: `Other keys can have the short ID ${what} too` });
      else if (!what.startsWith('$'))
        report({
          at,
          message: `Nothing verifies the key ${what}`,
          fix: checkSumFix(dockerfile, at),
        });
    }
  },
});
