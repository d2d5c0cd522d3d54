import { directoryPlan } from '../namePlan.ts';
import { isCommonName } from '../names/match.ts';
import { bareForm } from '../names/principalName.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/**
 * What an Outlook provider hands out is not the certificate's common name (KB2710606, cause 2). `$null` stands for
 * `msstd:` and the server name.
 */
export const providerMismatch: Cause = {
  code: 'provider-mismatch',
  severity: 'error',
  otherSeverity: 'warning',
  who: 'exchangeAdmin',
  detect({ leaf, providerFacts, server }) {
    const differing = providerFacts.filter(({ match }) => match !== null && !isCommonName(match));
    const [first] = differing;
    if (leaf === null || first === undefined) return null;
    const onlyAlternative = differing.every(({ match }) => match === 'alternative-name');
    return {
      ...(onlyAlternative && { severity: 'warning' }),
      data: {
        provider: first.provider,
        value: first.value ?? '$null',
        principal: bareForm(first.name ?? ''),
        host: server.host,
        ...certificateNames(leaf),
      },
    };
  },
  fixes: directoryPlan,
};
