import type { IdentitySignerPolicy, Signer } from './signer-policy.js';

/** Whether a proven signer is the one that the authority asks for: every text whole, `*` and `**` as in a glob. */
export function isIdentity(signer: Signer, authority: IdentitySignerPolicy): boolean {
  return (
    matches(signer.name, authority.subject) &&
    matches(signer.issuer, authority.issuer) &&
    Object.entries(authority.claims ?? {}).every(([claim, pattern]) =>
      matches(signer.claims?.[claim as keyof Signer['claims']], pattern),
    )
  );
}

/**
 * Whether the whole text fits the pattern: `*` is any run of characters without a slash, `**` any run at all,
 * everything else stands for itself. An absent text fits nothing, an empty pattern only the empty text.
 */
export function matches(text: string | undefined, pattern: string): boolean {
  if (text === undefined) return false;
  const tokens = pattern.split(/(\*\*|\*)/).filter((token) => token !== '');
  // Positions of the text that the tokens so far may end at: linear in text times tokens, without backtracking.
  let ends = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    if (token === '*' || token === '**') spread(text, ends, token === '*', next);
    else for (const end of ends) if (text.startsWith(token, end)) next.add(end + token.length);
    if (next.size === 0) return false;
    ends = next;
  }
  return ends.has(text.length);
}

function spread(
  text: string,
  starts: ReadonlySet<number>,
  withinSegment: boolean,
  into: Set<number>,
): void {
  let open = false;
  for (let at = 0; at <= text.length; at++) {
    if (withinSegment && at > 0 && text[at - 1] === '/') open = false;
    open ||= starts.has(at);
    if (open) into.add(at);
  }
}
