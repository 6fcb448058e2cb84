/** An id that is safe in reports of every format: characters that no real id has are replaced. */
export function cleanId(id: string): string {
  return id
    .trim()
    .slice(0, 128)
    .replace(/[^A-Za-z0-9._:+-]/g, '_');
}

const MAX_LINKS = 20;

/** The web addresses among `urls`, limited in number and length. */
export function webAddresses(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => /^https?:\/\/[^\s<>"'`\\]{1,2000}$/.test(url)).slice(0, MAX_LINKS);
}
