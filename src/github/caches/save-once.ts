/**
 * Saves the paths in the Actions cache, unless it has an entry with that key. Returns whether it did. The key is looked up
 * first, since saving under a taken key is a warning in the log of every later run. Throws what @actions/cache throws.
 */
export async function saveOnce(paths: readonly string[], key: string): Promise<boolean> {
  const { isFeatureAvailable, restoreCache, saveCache } = await import('@actions/cache');
  if (!isFeatureAvailable()) return false;
  const found = await restoreCache([...paths], key, [], { lookupOnly: true });
  if (found === key) return false;
  // Below zero: another job was faster.
  return (await saveCache([...paths], key)) >= 0;
}
