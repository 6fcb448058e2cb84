import { createHash } from 'node:crypto';
import type { DigestAlgorithm } from './record-system.js';

/** Start files of Python that tools write, and that no package records. */

/** Of a path file, the lines that Python runs. Source: CPython, Lib/site.py. */
export function importLines(text: string): readonly string[] {
  return linesOf(text).filter((line) => /^import[ \t]/.test(line));
}

/** Of a path file, the folders that it adds to the path. */
export function pathLines(text: string): readonly string[] {
  return linesOf(text)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^(?:#|import[ \t])/.test(line));
}

/** As `str.splitlines` of Python. */
function linesOf(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they end lines of Python's texts.
  return text.replace(/^\ufeff/, '').split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
}

/** Whether Portside knows the file from its tool. `module` is what a path file of virtualenv imports. */
export function isKnownStartFile(
  path: string,
  { text, digests }: { readonly text: string | undefined; readonly digests: Digests },
  module: Digests | undefined,
): boolean {
  if (digests.get('sha256') === DEBIAN) return path.endsWith('.py');
  if (text === undefined || !path.endsWith('.pth')) return false;
  const lines = importLines(text);
  if (lines.every(isSetuptoolsLine)) return true;
  const digest = module?.get('sha256');
  return isVirtualenvImport(lines) && digest !== undefined && VIRTUALENV.has(digest);
}

type Digests = ReadonlyMap<DigestAlgorithm, string>;

/** Whether the path is that of the module that virtualenv and uv let Python import. */
export function isVirtualenvModule(path = ''): boolean {
  return /(?:^|\/)_virtualenv\.py$/.test(path);
}

/** Whether Python runs nothing but the module of virtualenv because of these lines. */
export function isVirtualenvImport(lines: readonly string[]): boolean {
  return lines.length === 1 && lines[0]?.trim() === 'import _virtualenv';
}

/** The sitecustomize of Debian and Ubuntu, a configuration file that images without dpkg have, too. */
const DEBIAN = '43d81125d92376b1a69d53a71126a041cc9a18d8080e92dea0a2ae23be138b1e';

/**
 * The SHA-256 digests of lines that setuptools writes, with the names in them left out: for packages that share a namespace,
 * at one level and below, installed and by `setup.py develop`, and around the folders in easy-install.pth.
 */
const SETUPTOOLS: ReadonlySet<string> = new Set([
  '485a096ebb4650f6628238e984c2b931dfc050e6f97113b42ec1b12b81f7e383',
  'e930c45db5e22ef77992023fa729f680594531bff79fb3f32193db87f8735357',
  '56e7b2b0c047ff6a19cbde07c2998cc3d2ee5255572446fb5273e5641457906f',
  'f408e4f45803754e677756366377ec3deec3424f6c5b5abfc3d7c1d2b41f6748',
  'dc06e43bff4ef36b260491d1e2bb9e51035967b5c33c1a35d8c0ea37f6b8f079',
  '4947dd7351651a87b98c933f84d3cfd02e005369ef912583021cd9065b6d69e2',
]);

/** Names that decide what the lines do. */
const KEPT: ReadonlySet<string> = new Set(
  'sitedir importlib.util importlib.machinery __path__ __egginsert'.split(' '),
);

function isSetuptoolsLine(line: string): boolean {
  if (line.length > 2_000) return false;
  const shape = line
    .replace(/\*\((?:'\w+',?\s?)+\)/g, '*()')
    .replace(/'([\w./ -]+)'/g, (text, name) => (KEPT.has(name) ? text : "''"))
    .replace(/\s+/g, '');
  return SETUPTOOLS.has(createHash('sha256').update(shape).digest('hex'));
}

/** The SHA-256 digests of `_virtualenv.py` in the releases of virtualenv and uv up to August 2026. */
const VIRTUALENV: ReadonlySet<string> = new Set([
  '0278334cdcfab4c746b4416fbd5c2b6e7da937c81e132397d62c361d404ebe0e',
  '460589e83387d4dfe5fd84d41c5f6979599f5cd080983d73c832549161c80435',
  'd1ea23a2be4bcbac5e75c69bc03926397bf53ae16e35c58d7c3b73306cb1a81e',
  'e8c426ce260f866254ff35cefedc8b3efbd6d1446d99d7a4cdeb0095f98a8b8f',
  '02943e192823d75212f206e1f2991ac572119882683a95dfbb7a1b913d7b14b5',
  'bec6155ff7bfc88f8e79e481f27fd7ee0a3b40eeca9bfeb41f4c4b997b2f8100',
  '0f20351ea7e90039c46d3fabdef991f28b1e3ff33eb13ee6f0d5cd21ea0e8b14',
  '7169dab6537491cb9c573ff83ea0112955fd5180d8535cac70d4c987398dbeef',
  '956a757e912269c3a2537374d07e70b8faa04ace69b54df88a21f749c5fd4233',
  '0aeb86546345c1d0fada097536e35525714d5cdbcc2d8eb3f9912a955044fcff',
  '119e4eb9c1a39e6ffd220840844bd326fa1bd3acf2f1c9fa0612949aedc228a5',
  'f4dfaeb9efc1614890cfa94ed15bbe9b2ee15fbe76d569ef5e435e93e4987dc7',
  'c9199315871b11b12df226f890a38e66e63191e1adbfb11a66e6861151b33fca',
  'ce57d5e0d9b5d7356cb42da7450ba8f9359bdf693e335f4c921626943c77e64d',
  '684b8c07932ba4a84ac2e5ae9afe49ef04e92bac3d8d4191d455cf09d093e5fc',
  'bd9633de3d8122488d66fcfa0c7f0c9cd0b58e9147938ddf1f8fa76ca12b6ad5',
  'e3db5fe06ab41ca9b95dd6463b83836787028a1b55562cc383803bb83001a45c',
  '82944bb74841efbcfdc3539e7d60df63f43cc023041eb183abbd56f44e071b45',
  '96245d9e9c0b16fdcd99b470abe101863858120c9bf57752278ec4d7f9b09a94',
  '65de6a7145016299fba5fc2f113d278b53db54fa9a4f32ff4b837d5ee2a4608a',
  '095a1099733d28c837bca584f5fb3eb3724e357f8846c015083dc6e9a7b985f3',
  'cfb3db86aaa53bb62b5ff764970bec2d71c9228590a0ebec57f6ec926cc0bf1a',
  '6cf30c56faf2a55228914dbbd17f8088ed371ebb08f5e7fa6fd931f913fcaf1d',
  'e3e10c8a19a62a49928c139b8e6824eac92dcdda7639953bcd10921011cbbdff',
  'ee52b2e2e720a40885a6b4b90c40e28e5c70e550af74d5efd169eaa5db2a6f6f',
]);
