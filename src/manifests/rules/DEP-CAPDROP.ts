import { ALL_OF_IT } from '../../core/holder.js';
import { containerOffer, serviceOffer } from '../image-needs/offer.js';
import { startsAsRoot } from '../images-started-as-root.js';
import { containerLocation } from '../kubernetes/pods.js';
import type { ManifestNode } from '../manifest-yaml.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { addItem, setKey } from '../yaml-edits.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Capabilities"; CIS Docker Benchmark 5.4. */
export default defineManifestRule({
  id: 'DEP-CAPDROP',
  name: 'drop-all-capabilities',
  severity: 'low',
  severityReason: 'The default capabilities are confined to the container; few drop them',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Default capabilities are not dropped',
  why: 'The default capabilities allow a container to change file owners, send raw packets and more. Most programs need none of them, but attackers use them.',
  remediation: 'Drop ALL capabilities and add back those that the program needs',
  aliases: ['KSV-0003'],
  tags: ['pss:restricted', 'cis:5.4'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    cap_drop: [ALL]',
  check(manifest, report) {
    for (const service of manifest.services) {
      const { name, node, partial } = service;
      const drop = valueAt(node, 'cap_drop');
      const dropsAll = drop?.items.some((item) => /^(cap_)?all$/i.test(textOf(item)));
      if (dropsAll || (partial && !drop)) continue;
      report({
        at: (drop ?? node).key,
        about: name,
        reach: keptAfter(drop),
        message: `Service "${name}" does not drop all capabilities`,
        ...serviceOffer('capabilities', service, manifest, () =>
          startsAsRoot(node)
            ? undefined
            : drop?.kind === 'list'
              ? addItem(drop, 'ALL', DESCRIPTION)
              : setKey(node, ['cap_drop'], '[ALL]', DESCRIPTION),
        ),
      });
    }
    for (const container of manifest.containers) {
      if (container.pod.isWindows) continue;
      const drop = valueAt(container.node, 'securityContext', 'capabilities', 'drop');
      if (drop?.items.some((item) => textOf(item) === 'ALL') || (container.partial && !drop))
        continue;
      report({
        at: drop?.key ?? containerLocation(container),
        about: container.name,
        reach: keptAfter(drop),
        message: messageFor(container.name, drop),
        ...containerOffer('capabilities', container, manifest, () =>
          startsAsRoot(container.node)
            ? undefined
            : drop?.kind === 'list'
              ? addItem(drop, 'ALL', DESCRIPTION)
              : setKey(
                  container.node,
                  ['securityContext', 'capabilities', 'drop'],
                  '[ALL]',
                  DESCRIPTION,
                ),
        ),
      });
    }
  },
});

function messageFor(name: string, drop: ManifestNode | undefined): string {
  const small = drop?.items.map(textOf).find((item) => /^all$/i.test(item));
  return small === undefined
    ? `Container "${name}" does not drop all capabilities`
    : `Container "${name}" drops "${small}", but Pod Security only accepts "ALL"`;
}

const DESCRIPTION = 'Drop all capabilities';

/** The capabilities that a container keeps. */
function keptAfter(drop: ManifestNode | undefined): ObservedReach[] {
  const dropped = (drop?.items ?? []).map((item) =>
    textOf(item).toUpperCase().replace(/^CAP_/, ''),
  );
  const kept = GIVEN.filter((one) => !dropped.includes(one));
  if (kept.length === GIVEN.length) return [{ value: ALL_OF_IT, name: 'all of them' }];
  return kept.map((value) => ({ value, name: value }));
}

/** What engines give to every container. */
const GIVEN: readonly string[] =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  );
