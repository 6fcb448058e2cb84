import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The files that Git tracks below a path, or that match a pattern. */
export function tracked(pattern: string): string[] {
  return execFileSync('git', ['ls-files', pattern], { encoding: 'utf8' }).trim().split('\n');
}

/** The text of a page without its blocks of code. */
export function prose(page: string): string {
  return readFileSync(page, 'utf8').replace(/^( *)(```+).*?^\1\2$/gms, '');
}

/** The anchors of the headings of a page, as GitHub and the site make them: the second of the same name ends with -1. */
export function anchors(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Where the links and images of a page lead. */
export function linksOf(page: string): string[] {
  const text = prose(page).replace(/(`+)(?!`).*?[^`]\1(?!`)/gs, 'code');
  const targets = [
    // [text](target "title"), ![text](<target>)
    ...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g),
    // [name]: target
    ...text.matchAll(/^ {0,3}\[[^\]]+\]: +<?([^\s>]+)/gm),
    // <img src="…">, <a href="…">
    ...text.matchAll(/<[a-z][^>]*\s(?:href|src|srcset)="([^"]+)"/g),
  ];
  return targets.map(([, target = '']) => target);
}
