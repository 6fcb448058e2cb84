// Shortens ncc's list of licenses: packages with the same license text share one copy of it, which names them all.

/** An entry is the name of a package, its SPDX license, and the text. */
const ENTRY_START =
  /(?:^|\n\n)(?=@?[a-z0-9][\w./-]*\n(?:MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|MPL-2\.0)\n)/;

export function shareLicenseTexts(list) {
  const packages = new Map();
  for (const entry of list.split(ENTRY_START)) {
    const end = entry.indexOf('\n');
    const text = entry.slice(end + 1).trim();
    packages.set(text, [...(packages.get(text) ?? []), entry.slice(0, end)]);
  }
  return [...packages]
    .map(([text, names]) => `${names.filter(Boolean).join('\n')}\n${text}\n`)
    .join('\n');
}
