/** An id for reports of many formats: characters that no real id has are replaced. */
export function cleanId(id: string): string {
  return id
    .trim()
    .slice(0, 128)
    .replace(/[^A-Za-z0-9._:+-]/g, '_');
}

const MOST_LINKS = 20;

/** The web addresses among `urls`, bounded in number and length. */
export function webAddresses(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => /^https?:\/\/[^\s<>"'`\\]{1,2000}$/.test(url)).slice(0, MOST_LINKS);
}
