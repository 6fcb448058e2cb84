import { defineIntegrityRule } from '../integrity-rule.js';
import { changedFile } from '../messages.js';

const LIBRARY =
  /(?:^|\/)(?:ld-(?:linux|musl)[^/]*|ld(?:64)?\.so\.\d+|ld-\d[^/]*\.so|lib(?:c|c\.musl-[^/]+|crypto|ssl|gnutls|pam)(?:-\d[\d.]*)?\.so[^/]*|pam_[a-z0-9]+\.so)$/;

/** The libraries that every program loads, and those that check certificates and passwords. */
export default defineIntegrityRule({
  id: 'INT-LIBRARY',
  name: 'no-changed-base-library',
  severity: 'critical',
  severityReason: 'All programs run the changed code',
  practice: 'image-security',
  title: 'Library that all programs trust was changed after its installation',
  why: 'The loader, the C library and the libraries for TLS and PAM run in almost every process and see its keys and passwords. A changed one controls the whole container.',
  remediation: 'Remove the instruction that overwrites the library, or install it as a package',
  references: ['https://attack.mitre.org/techniques/T1554/'],
  wrong: 'COPY libcrypto.so.3 /usr/lib/x86_64-linux-gnu/libcrypto.so.3',
  right: 'RUN apt-get update && apt-get install --yes --only-upgrade libssl3',
  check: (change) =>
    (change.kind === 'content' || change.kind === 'link') && LIBRARY.test(change.path)
      ? changedFile(change)
      : undefined,
});
