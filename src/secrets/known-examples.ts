import { createHash } from 'node:crypto';

/** Whether a value is one that its owner publishes for all to use: in sample code, in documentation, for public search. */
export function isKnownExample(value: string): boolean {
  return PUBLISHED.has(createHash('sha256').update(value).digest('hex').slice(0, 16));
}

/**
 * The first 16 hex digits of each one's SHA-256: in the clear they would be taken for leaks. Each was read at the place
 * of its owner that is named; what only other tools' lists of exceptions have is not here.
 */
const PUBLISHED: ReadonlySet<string> = new Set([
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
  // npm's @octokit/openapi, GitHub's description of its REST API: examples of an installation's and users' tokens.
  '3543c50b0cb9cea8',
  '82e74299544e0073',
  '797c0ce414586cc8',
  // github.com/github/docs: content/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps.md
  'bc3ae723f57c6b9e',
  // Yarn's key for npm's search at Algolia, which can only search. github.com/yarnpkg/berry:
  // packages/plugin-interactive-tools/sources/algolia.ts
  '2f21fd9c81678e39',
  // github.com/NuGet/docs.microsoft.com-nuget: docs/reference/nuget-config-file.md
  'a0702bc91d699f60',
  // The key of Azure's storage emulator, which Microsoft's own packages hold.
  // learn.microsoft.com/azure/storage/common/storage-connect-azurite
  '0011cc25eb432071',
  // And that of the emulator of Cosmos DB. learn.microsoft.com/azure/cosmos-db/emulator
  'aa6547439583c3a2',
]);
