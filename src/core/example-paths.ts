/** Whether a file is a test, an example or documentation: a value there is not a secret because of its name alone. */
export function isExampleFile(path: string): boolean {
  return (
    isTestOrDocument(path) ||
    /(?:^|\/)(?:examples?|samples?|docs?|documentation)\/|[._-](?:example|sample|dist|template)$/i.test(
      path,
    )
  );
}

/**
 * Whether a file is a test or documentation: only the formats of providers and keys are secrets there. Settings and programs
 * in a folder of documentation are neither.
 */
export function isTestOrDocument(path: string): boolean {
  return (
    /(?:^|\/)(?:__tests__|e2e|tests?|testdata|specs?|fixtures?|mocks?)\//i.test(path) ||
    /(?:^|\/)(?:docs|documentation)\/(?:[^/]+\/)*[^/.]+\.(?:html?|txt)$/i.test(path) ||
    isTestSource(path) ||
    /\.(?:md|mdx|markdown|rst|adoc)$/i.test(path)
  );
}

/** Whether a file is the source of a test, by its name: keys in it are test vectors. */
export function isTestSource(path: string): boolean {
  return /[._](?:spec|test)\.\w+$|(?:^|\/)test_[^/]*\.py$|(?:Test|Tests|Spec)\.(?:java|kt|scala|cs|php|swift)$/i.test(
    path,
  );
}
