import { type SecurityOption, securityOptions } from '../compose/service-values.js';
import { containerOffer, serviceOffer } from '../image-needs/offer.js';
import { type Container, containerLocation } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';
import { addItem, setKey } from '../yaml-edits.js';
import { isFalse, isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Privilege Escalation"; CIS Docker Benchmark 5.26. */
export default defineManifestRule({
  id: 'DEP-NNP',
  name: 'no-privilege-escalation',
  severity: 'low',
  severityReason:
    'A setuid program of the image makes its user root in the container; medium where the manifest allows it explicitly',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Privilege escalation is allowed',
  why: 'A setuid program in the image can make an unprivileged process root.',
  remediation:
    'Set `allowPrivilegeEscalation: false` (Kubernetes) or the security option `no-new-privileges:true` (Compose)',
  references: ['https://docs.kernel.org/userspace-api/no_new_privs.html'],
  aliases: ['KSV-0001'],
  tags: ['pss:restricted', 'cis:5.26'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    security_opt: [no-new-privileges:true]',
  check(manifest, report) {
    for (const service of manifest.services) {
      const { name, node, partial } = service;
      const option = securityOptions(node).find(isNoNewPrivileges);
      const list = valueAt(node, 'security_opt');
      if (option ? option.value !== 'false' : partial) continue;
      const text = 'no-new-privileges:true';
      report({
        at: option?.at.range ?? (list ?? node).key,
        about: name,
        ...(option && { severity: 'medium' as const }),
        message: `Service "${name}" allows privilege escalation`,
        ...serviceOffer('no-new-privileges', service, manifest, () =>
          option
            ? setKey(option.at, [], text, DESCRIPTION)
            : list?.kind === 'list'
              ? addItem(list, text, DESCRIPTION)
              : setKey(node, ['security_opt'], `[${text}]`, DESCRIPTION),
        ),
      });
    }
    for (const container of manifest.containers) {
      const value = valueAt(container.node, 'securityContext', 'allowPrivilegeEscalation');
      if (container.pod.isWindows || isFalse(value) || (container.partial && !value)) continue;
      report({
        at: value?.range ?? containerLocation(container),
        about: container.name,
        ...(value && isTrue(value) && { severity: 'medium' as const }),
        message: `Container "${container.name}" allows privilege escalation`,
        ...(hasAllPrivileges(container)
          ? { advice: NOT_WITH_PRIVILEGES }
          : containerOffer('no-new-privileges', container, manifest, () =>
              setKey(
                container.node,
                ['securityContext', 'allowPrivilegeEscalation'],
                'false',
                DESCRIPTION,
              ),
            )),
      });
    }
  },
});

function isNoNewPrivileges({ name }: SecurityOption): boolean {
  return name === 'no-new-privileges';
}

/** Whether the API server refuses `allowPrivilegeEscalation: false` for the container. Source: Kubernetes' validation.go. */
function hasAllPrivileges({ node }: Container): boolean {
  const privileged = valueAt(node, 'securityContext', 'privileged');
  const added = valueAt(node, 'securityContext', 'capabilities', 'add')?.items ?? [];
  return (
    (privileged !== undefined && isTrue(privileged)) ||
    added.some((one) => /^(?:CAP_)?SYS_ADMIN$/.test(textOf(one) ?? ''))
  );
}

const NOT_WITH_PRIVILEGES =
  'Remove `privileged: true` and the capability SYS_ADMIN first: Kubernetes refuses them with `allowPrivilegeEscalation: false`';

const DESCRIPTION = 'Disallow privilege escalation';
