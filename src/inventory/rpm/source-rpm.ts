/** Splits the file name of a source package, `bash-5.1.8-6.el9_1.src.rpm`; undefined for any other name. */
export function sourceRpm(file: string): { name: string; version: string } | undefined {
  const stem = /\.(?:src|nosrc)\.rpm$/.exec(file)?.index;
  if (stem === undefined) return undefined;
  // The name may contain dashes; version and release do not.
  const release = file.lastIndexOf('-', stem - 1);
  const version = file.lastIndexOf('-', release - 1);
  if (version < 1 || release - version < 2) return undefined;
  return { name: file.slice(0, version), version: file.slice(version + 1, stem) };
}
