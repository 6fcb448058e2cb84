import { foundMaterials } from '../materials/ledger.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0037',
  name: 'no-unencrypted-download',
  severity: 'high',
  severityReason: 'Anyone on the way to the server decides what is in the image',
  supersedes: ['PS0036', 'PS0041'],
  practice: 'image-security',
  affectsBuild: true,
  title: 'Download is not encrypted',
  why: 'Anyone between the build and the server can replace what is downloaded.',
  remediation: 'Use HTTPS, or verify the file with a digest in the Dockerfile',
  references: ['https://cwe.mitre.org/data/definitions/494.html'],
  wrong: 'FROM debian:12\nRUN curl -fsSL http://example.org/tool-1.2.tar.gz -o tool.tar.gz',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool-1.2.tar.gz tool.tar.gz',
  check(dockerfile, report) {
    for (const input of foundMaterials(dockerfile)) {
      const { by, what, at, verifiedBy, transport, pin } = input;
      if (!UNENCRYPTED.has(transport) || verifiedBy !== undefined || pin === 'digest') continue;
      // ADD is PS0022, and a script that runs at once PS0023. Package indexes of distributions are signed.
      if (by === 'ADD' && input.kind === 'download') continue;
      if (input.kind === 'download' && (!input.isKept || input.isStarted)) continue;
      if (input.kind === 'package-source' && !UNSIGNED.test(by)) continue;
      report({ at, message: `${what} is fetched over unencrypted ${transport.toUpperCase()}` });
    }
  },
});

const UNENCRYPTED: ReadonlySet<string> = new Set(['http', 'ftp', 'git']);

/** Package managers whose indexes have no signature. */
const UNSIGNED = /^(?:pip|npm|yarn|pnpm|gem|bundle|cargo|composer|go|uv|pipx)/;
