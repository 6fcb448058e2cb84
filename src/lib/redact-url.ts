/**
 * A web address or image name without user, password, query and fragment, which may contain credentials. A path, or a
 * name without them, is returned unchanged.
 */
export function redactUrl(address: URL | string): string {
  const [, scheme] = typeof address === 'string' ? (/^([\w+.-]+):\/\//.exec(address) ?? []) : [];
  if (typeof address === 'string' && scheme === undefined) return withoutLogin(address);
  if (!URL.canParse(String(address))) return `${scheme}://…`;
  const { protocol, username, password, host, pathname, search, hash } = new URL(String(address));
  const bare = [username, password, search, hash].every((part) => part === '');
  return bare ? String(address) : `${protocol}//${host}${pathname}`;
}

/** The text with users, passwords and queries removed from its addresses; also for messages of other programs. */
export function withoutCredentials(text: string): string {
  return (
    text
      // A path that was made from an address has one slash.
      .replace(/((?:[\w+.-]:\/|\bhttps?:)\/)[^\s/?#@"'<>]{0,1000}@(?!sha\d+:)/g, '$1')
      .replace(/((?:[\w+.-]:\/|\bhttps?:)\/[^\s?"'<>]{0,1000})\?[^\s"'<>]*/g, '$1')
      .replace(
        /(?<=^|[\s"'])[\w.%-]{1,200}:[^\s/@"']{1,1000}@(?!sha\d+:)(?=[\w.-]{1,200}(?::\d+)?\/)/g,
        '',
      )
  );
}

/** `user:password@ghcr.io/app` is `ghcr.io/app`; `app:1.0@sha256:…` stays. */
function withoutLogin(name: string): string {
  return name.replace(/^[^\s/@:]+:[^\s/@]*@(?!sha\d+:)/, '');
}
