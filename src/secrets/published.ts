import { createHash } from 'node:crypto';

/** Whether a value is one that its owner publishes for all to use: in sample code, in documentation, for public search. */
export function isPublic(value: string): boolean {
  return PUBLISHED.has(createHash('sha256').update(value).digest('hex').slice(0, 16));
}

/** The first 16 hex digits of each one's SHA-256: in the clear they would be taken for leaks. */
const PUBLISHED: ReadonlySet<string> = new Set([
  // Keys of samples and tests in github.com/firebase's SDKs.
  '2037abcaffb2b777',
  '3f370c9dd8225c63',
  'e4a5542bb7fd7b67',
  'a19f89ab3555eac1',
  '0b476bdf9acf2123',
  'eb540d2b6ee2a0a4',
  '37f8f09bdf12c2f2',
  '8731261cb72d8626',
  '49f777db995e8260',
  '27a9a42931dff7eb',
  'dc0fcf046c61640c',
  '4c98242dcadc8b29',
  'ea9bb1082cf95663',
  '3a8b61d0f636b007',
  'a6c814bc555ae62c',
  // The tokens in the reference of GitHub's REST API.
  '3543c50b0cb9cea8',
  'bc3ae723f57c6b9e',
  '82e74299544e0073',
  '797c0ce414586cc8',
  '0cecafe4ec476606',
  // The search-only key of npm's package search at Algolia, which many sites have.
  '2f21fd9c81678e39',
  // The password in the reference of NuGet.Config at learn.microsoft.com.
  'a0702bc91d699f60',
]);
