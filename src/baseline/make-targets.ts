import { groupBy } from '../lib/group-by.js';

/** A rule of a Makefile. */
interface Rule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly recipe: string[];
}

const RULE = /^([^\s#:=][^:=#]*):{1,2}(?!=)([^;\n]*)(?:;(.*))?$/;

/**
 * The commands that `make` runs for targets and what these need; all of a Makefile if a target is not in it by name, such as
 * one of a pattern.
 */
export function recipesOf(makefile: string, targets: readonly string[]): readonly string[] {
  const rules = rulesOf(makefile);
  const wanted = targets.length > 0 ? [...targets] : [...(rules.find(isDefault)?.targets ?? [])];
  const named = rules.flatMap((rule) => rule.targets.map((name) => ({ name, rule })));
  const byTarget = groupBy(named, ({ name }) => name);
  const seen = new Set<string>();
  const found = new Set<Rule>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const own = byTarget.get(name)?.map(({ rule }) => rule) ?? [];
    if (own.length === 0 && (targets.includes(name) || /[$%]/.test(name)))
      return rules.flatMap(({ recipe }) => recipe);
    for (const rule of own) {
      found.add(rule);
      wanted.push(...rule.prerequisites);
    }
  }
  return [...found].flatMap(({ recipe }) => recipe);
}

function isDefault({ targets }: Rule): boolean {
  return targets[0]?.startsWith('.') === false;
}

function rulesOf(makefile: string): readonly Rule[] {
  const rules: Rule[] = [];
  for (const line of makefile.replace(/\\\r?\n\s*/g, ' ').split(/\r?\n/)) {
    const [, targets, prerequisites = '', first] = RULE.exec(line) ?? [];
    if (targets !== undefined)
      rules.push({
        targets: wordsOf(targets),
        prerequisites: wordsOf(prerequisites),
        recipe: first === undefined ? [] : [first],
      });
    else if (/^\s+\S/.test(line)) rules.at(-1)?.recipe.push(line.replace(/^\s+[@+-]*/, ''));
  }
  return rules;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s|]+/).filter(Boolean);
}
