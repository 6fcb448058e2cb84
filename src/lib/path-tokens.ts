import { entropy } from './entropy.js';
import type { Span } from './span.js';

/**
 * The places of tokens in the paths of web addresses: `https://pypi.fury.io/TOKEN/me/`, `https://conda.example/t/TOKEN/channel`.
 * Digests, commits and UUIDs are none, and names of files with a suffix are none.
 */
export function pathTokenPlaces(text: string): Span[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(ADDRESS)].flatMap(
    ({ index, 1: origin = '', 2: host = '', 3: path = '' }) => {
      const places: Span[] = [];
      let start = index + origin.length;
      let before = '';
      const segments = path.split('/');
      segments.forEach((segment, i) => {
        const end = start + segment.length;
        const next = segments[i + 1];
        if (isToken({ host, before, segment, next, i })) places.push({ start, end });
        start = end + 1;
        before = segment;
      });
      return places;
    },
  );
}

/** An address: its origin, its host, and its path without the first slash. */
const ADDRESS =
  /([a-z][a-z\d+.-]{1,20}:\/\/(?:[^\s/?#@"'<>]{0,500}@)?([^\s/?#@"'<>]{1,255})\/)([^\s?#"'<>`)\]]{8,2000})/gi;

interface Segment {
  readonly host: string;
  readonly before: string;
  readonly segment: string;
  /** Absent if it is the last one. */
  readonly next: string | undefined;
  readonly i: number;
}

function isToken({ host, before, segment, next, i }: Segment): boolean {
  if (/[${}…]/.test(segment)) return false;
  // Private repositories have the token before the account; public ones have the account before a file.
  const isFirstOfTwo = i === 0 && next !== undefined && /^[^.]+$/.test(next);
  if (isFirstOfTwo && TOKEN_FIRST.test(host) && !PUBLIC.test(segment)) return true;
  if (segment.length < 8 || /^v?\d+\./.test(segment)) return false;
  if (next !== undefined && i === 1 && MARK.test(before)) return true;
  if (next !== undefined && WEAK_MARK.test(before) && /\d/.test(segment)) return true;
  if (FORMAT.test(segment)) return true;
  if (/[.:@=]/.test(segment)) return false;
  const isPackageHost = PACKAGE_HOST.test(host);
  return DIGEST.test(segment)
    ? isPackageHost && /^[\da-f]{24,63}$/i.test(segment) && segment.length !== 40
    : isRandom(segment, isPackageHost);
}

/** Services that have a token at the beginning of the path. Sources: gemfury.com and cloudsmith.com, private repositories. */
const TOKEN_FIRST = /(?:^|\.)(?:fury\.io|cloudsmith\.(?:io|com))$/i;
const PUBLIC = /^(?:public|basic|simple|packages?)$/i;
/** Hosts that have packages for customers. */
const PACKAGE_HOST =
  /^(?:repo|repos|repository|packages?|pkgs?|apt|deb|yum|rpm|npm|pypi|gems?|artifactory|nexus)\d*[.-]|(?:^|\.)(?:packagecloud\.io|jfrog\.io|cloudsmith\.io|fury\.io)$/i;
/** Words at the beginning of a path that a token follows: Anaconda's `/t/`, packagecloud's `/priv/`, MyGet's `/auth/`. */
const MARK = /^(?:t|token|priv)$/i;
/** The same anywhere, if it has a digit. */
const WEAK_MARK = /^(?:t|token|auth|basic|api[-_]?key|access[-_]?token)$/i;

/** MD5, SHA-1 and longer digests, or a UUID, alone or after the name of the algorithm. */
const DIGEST = /^(?:[a-z]+\d*[-_])?[\da-f]+$|^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Tokens of GitHub, GitLab, npm, PyPI, Docker, Slack and Artifactory, and JSON Web Tokens. */
const FORMAT =
  /^(?:gh[opsur]_|github_pat_|glpat-|npm_|pypi-|dckr_pat_|xox[abprs]-|AKC|cmVmd)[\w-]{20,}$|^eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?$/;

/** Random, and not a name with a version: letters and digits, or letters of both cases, change often. */
function isRandom(segment: string, isPackageHost: boolean): boolean {
  const changes =
    segment.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  if (isPackageHost && /^[A-Za-z\d]{12,}$/.test(segment) && /\d/.test(segment) && changes >= 4)
    return true;
  const isMixed = /\d/.test(segment) && /[A-Za-z]/.test(segment);
  return (
    changes >= 5 &&
    isMixed &&
    /^[\w+~-]{16,400}$/.test(segment) &&
    !isWords(segment) &&
    entropy(segment) >= 3.5
  );
}

/** `node-v18-linux-x64`, `MyTool2ForLinux`: most parts are words, or numbers. */
function isWords(segment: string): boolean {
  const parts = segment.split(/[-_+~]|(?<=[a-z])(?=[A-Z])/);
  const words = parts.filter((part) =>
    /^(?:[A-Z]*[a-z]{2,}\d{0,4}|[A-Z]{1,6}\d{0,4}|[vr]?\d+|[a-z]{1,3}\d{1,3})$/.test(part),
  );
  return words.length * 3 >= parts.length * 2;
}

/** The address without the tokens in its path. */
export function withoutPathTokens(address: string): string {
  let shown = address;
  for (const { start, end } of pathTokenPlaces(address).reverse())
    shown = `${shown.slice(0, start)}…${shown.slice(end)}`;
  return shown;
}
