import type { Instruction, Stage } from '../parser/model.js';
import { lineage } from '../stages.js';
import type { Call } from './found-material.js';

/** What switches off the verification of a package manager, anywhere in an instruction. */
const SWITCHES: Readonly<Record<VerifiedBy, RegExp>> = {
  // Sources: apt.conf(5), sources.list(5). Packages of a local folder or disk have not crossed a network.
  apt: /(?:AllowUnauthenticated|Allow(?:Insecure|Weak)Repositories)[\s"'=:]{1,10}(?:true|1|yes)\b|\btrusted=yes\b[^\]\n]{0,200}\]\s{1,20}(?!file:|copy:|cdrom:)/i,
  // Sources: dnf.conf(5), libzypp.
  rpm: /(?<!repo_)gpgcheck\s{0,10}=\s{0,10}(?:0|no|off|false)\b/i,
  // Source: pacman.conf(5).
  pacman: /\bSigLevel\s{0,10}=[^\n]{0,100}\b(?:Never|TrustAll)\b/,
  // Source: go.dev/ref/mod#environment-variables.
  go: /\bGOSUMDB[=\s]["']?off\b|\b(?:GONOSUMDB|GONOSUMCHECK|GOPRIVATE|GOINSECURE)[=\s]["']?[^\s"'&;]|\bGOFLAGS[=\s][^\n]{0,200}-insecure\b/,
};

type VerifiedBy = 'apt' | 'rpm' | 'pacman' | 'go';

/** The names of the programs that share these settings. */
const PROGRAMS: readonly (readonly [RegExp, VerifiedBy])[] = [
  [/^(?:apt|apt-get|aptitude)$/, 'apt'],
  [/^(?:dnf5?|microdnf|yum|tdnf|zypper)$/, 'rpm'],
  [/^pacman$/, 'pacman'],
  [/^go$/, 'go'],
];

/**
 * Whether a setting switches the verification of a program off: an option, a variable or a file that this instruction writes,
 * or one before it in the stage or its parents.
 */
export function isVerificationOff({ run, dockerfile }: Call, program: string): boolean {
  const verifier = PROGRAMS.find(([names]) => names.test(program))?.[1];
  if (!verifier || !SWITCHES[verifier].test(dockerfile.text)) return false;
  const first = (stage: Stage) => firstSwitch(stage, verifier, dockerfile.text);
  if (!run.stage) return SWITCHES[verifier].test(run.script.text);
  return lineage(run.stage).some((stage) =>
    stage === run.stage ? first(stage) <= run.index : first(stage) < Number.POSITIVE_INFINITY,
  );
}

const cache = new WeakMap<Stage, Map<VerifiedBy, number>>();

/** The index of the first instruction of a stage that switches it off; infinity if none does. */
function firstSwitch(stage: Stage, verifier: VerifiedBy, text: string): number {
  const known = cache.get(stage) ?? new Map<VerifiedBy, number>();
  cache.set(stage, known);
  let index = known.get(verifier);
  if (index === undefined) {
    const isSwitch = ({ keyword, start, end }: Instruction) =>
      /^(?:RUN|ENV|ARG|COPY|ADD)$/.test(keyword) && SWITCHES[verifier].test(text.slice(start, end));
    index = stage.instructions.find(isSwitch)?.index ?? Number.POSITIVE_INFINITY;
    known.set(verifier, index);
  }
  return index;
}
