import { checkstyle } from './checkstyle.js';
import { codeQuality } from './code-quality.js';
import { cyclonedx } from './cyclonedx.js';
import type { Format } from './format.js';
import { githubAnnotations } from './github-annotations.js';
import { gitlab } from './gitlab.js';
import { html } from './html.js';
import { verificationSummary } from './in-toto/verification-summary.js';
import { vulnerabilities } from './in-toto/vulnerabilities.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { sarif } from './sarif.js';
import { spdx } from './spdx.js';
import { text } from './text.js';

/** Every way to write a report down, by the name that `--format` takes. */
export const FORMATS: ReadonlyMap<string, Format> = new Map(
  [
    text,
    json,
    sarif,
    markdown,
    html,
    junit,
    gitlab,
    codeQuality,
    checkstyle,
    githubAnnotations,
    cyclonedx,
    spdx,
    verificationSummary,
    vulnerabilities,
  ].map((format) => [format.id, format]),
);
