import { createHash } from 'node:crypto';

/** Whether the owner of the value publishes it, in sample code, in documentation, or as a public search key. */
export function isKnownExample(value: string): boolean {
  return PUBLISHED_HASHES.has(createHash('sha256').update(value).digest('hex').slice(0, 16));
}

/**
 * The first 16 hex digits of the SHA-256 of each value: scanners would report the values themselves as leaks. Each value
 * was read in its owner's publication, which the comment names; other tools' exception lists were not used as a source.
 */
const PUBLISHED_HASHES: ReadonlySet<string> = new Set([
  // github.com/firebase/firebase-js-sdk: packages/installations/src/util/precondition-checks.test.ts
  '2037abcaffb2b777',
  'eb540d2b6ee2a0a4',
  '37f8f09bdf12c2f2',
  '8731261cb72d8626',
  '49f777db995e8260',
  '27a9a42931dff7eb',
  // github.com/firebase/firebase-android-sdk: firebase-storage/src/test/java/com/google/firebase/storage/TestUtil.java
  '3f370c9dd8225c63',
  // and firebase-storage/src/androidTest/java/com/google/firebase/storage/integration/IntegrationTest.java
  'e4a5542bb7fd7b67',
  // and firebase-common/src/androidTest/java/com/google/firebase/FirebaseOptionsTest.java
  'a19f89ab3555eac1',
  // and firebase-perf/src/test/java/com/google/firebase/perf/FirebasePerformanceTest.java
  'ea9bb1082cf95663',
  // npm's @octokit/openapi, GitHub's description of its REST API: example tokens of an installation and of users.
  '3543c50b0cb9cea8',
  '82e74299544e0073',
  '797c0ce414586cc8',
  // github.com/github/docs: content/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps.md
  'bc3ae723f57c6b9e',
  // Yarn's search-only key for the npm index at Algolia. github.com/yarnpkg/berry:
  // packages/plugin-interactive-tools/sources/algolia.ts
  '2f21fd9c81678e39',
  // github.com/NuGet/docs.microsoft.com-nuget: docs/reference/nuget-config-file.md
  'a0702bc91d699f60',
  // The key of the Azure storage emulator, which Microsoft's own packages contain.
  // learn.microsoft.com/azure/storage/common/storage-connect-azurite
  '0011cc25eb432071',
  // The key of the Cosmos DB emulator. learn.microsoft.com/azure/cosmos-db/emulator
  'aa6547439583c3a2',
  // Keys of Stripe's API reference, of 2017 and 2018. docs.stripe.com/api/authentication
  'f2d6ca16515033e5',
  '2cafc0970149a84f',
  // Keys of the test vectors for AES with 128, 192 and 256 bits. NIST SP 800-38A, appendix F
  '2ef2503d964e9668',
  'c12ce25303a023aa',
  '837e8e636d452b61',
  // The password "password", as mod_ssl's FakeBasicAuth wants it. httpd.apache.org/docs/2.4/mod/mod_ssl.html
  '3120d452466c0a67',
]);
