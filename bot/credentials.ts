import type { Environment } from './environment.ts';

const appTypes = ['SingleTenant', 'UserAssignedMSI'] as const;

/** Who the bot is to Azure Bot Service. A managed identity has no password. */
export interface Credentials {
  readonly appType: (typeof appTypes)[number];
  readonly appId: string;
  readonly tenantId: string;
  readonly password?: string;
}

/**
 * Reads the SDK's own `MicrosoftApp…` variables; `null` if none of them is set.
 * If something is refused, the problem is noted and what is returned must not be used.
 */
export function readCredentials(environment: Environment): Credentials | null {
  const appId = environment.text('MicrosoftAppId');
  const password = environment.text('MicrosoftAppPassword');
  const tenantId = environment.text('MicrosoftAppTenantId');
  const givenType = environment.text('MicrosoftAppType');
  if (!(appId ?? password ?? tenantId ?? givenType)) {
    refuseProduction(environment);
    return null;
  }

  const appType = readAppType(environment);
  const missing = (name: string) =>
    environment.problems.push(`${name} is missing: a bot of the type ${appType} needs it.`);
  if (!appId) missing('MicrosoftAppId');
  if (!tenantId) missing('MicrosoftAppTenantId');
  if (!password && appType === 'SingleTenant') missing('MicrosoftAppPassword');
  // The SDK throws on this one only when the adapter is made, without saying which type would take a password.
  if (password && appType === 'UserAssignedMSI')
    environment.problems.push(
      'MicrosoftAppPassword must not be set for UserAssignedMSI; a bot with a client secret is a SingleTenant one.',
    );
  return { appType, appId: appId ?? '', tenantId: tenantId ?? '', ...(password && { password }) };
}

function readAppType(environment: Environment): Credentials['appType'] {
  const given = environment.text('MicrosoftAppType');
  if (given?.toLowerCase() !== 'multitenant')
    return environment.choice('MicrosoftAppType', appTypes, 'SingleTenant');
  environment.refuse(
    'MicrosoftAppType',
    'SingleTenant or UserAssignedMSI, because Azure has created no multi-tenant bots since 31 July 2025',
    given,
  );
  return 'SingleTenant';
}

function refuseProduction(environment: Environment): void {
  if (environment.text('NODE_ENV') !== 'production') return;
  environment.problems.push(
    'NODE_ENV=production needs credentials: set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId ' +
      '(or MicrosoftAppType=UserAssignedMSI, MicrosoftAppId and MicrosoftAppTenantId).',
  );
}
