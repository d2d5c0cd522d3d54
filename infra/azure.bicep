// An Azure Bot with the Teams channel, the bot on App Service under an identity without a secret, and a Redis for what it
// remembers: App Service keeps files on a network share, where a SQLite file is not safe.

@minLength(4)
@maxLength(40)
@description('Names all resources. Must be free: the bot gets the address https://<resourceBaseName>.azurewebsites.net.')
param resourceBaseName string

@maxLength(42)
@description('The name that Azure shows for the bot. Teams shows the one in the app package.')
param botDisplayName string = 'Outlook Sign-in Check'

param location string = resourceGroup().location

@description('Ids of the tenants whose people may talk to the bot, with commas between them.')
param allowedTenants string = subscription().tenantId

@maxLength(200)
@description('Shown on cards where people may need a hand.')
param helpdeskContact string = ''

@description('Size of the machines, B1 or larger.')
param appServiceSku string = 'B1'

@minValue(1)
@description('How many machines.')
param instances int = 1

@description('Size of the Redis.')
param redisSku string = 'Balanced_B0'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${resourceBaseName}-identity'
  location: location
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: resourceBaseName
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: botDisplayName
    endpoint: 'https://${app.properties.defaultHostName}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: { channelName: 'MsTeamsChannel' }
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: '${resourceBaseName}-redis'
  location: location
  sku: { name: redisSku }
  properties: {
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource state 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: redis
  name: 'default'
  properties: {
    port: 10000
    clientProtocol: 'Encrypted'
    clusteringPolicy: 'NoCluster'
    evictionPolicy: 'NoEviction'
    accessKeysAuthentication: 'Enabled'
    persistence: { aofEnabled: true, aofFrequency: '1s' }
  }
}

module network 'network.bicep' = {
  name: '${resourceBaseName}-network'
  params: { resourceBaseName: resourceBaseName, location: location }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${resourceBaseName}-plan'
  location: location
  kind: 'linux'
  sku: { name: appServiceSku, capacity: instances }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: resourceBaseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: network.outputs.subnetId
    vnetRouteAllEnabled: true
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'node bot/main.ts'
      alwaysOn: true
      healthCheckPath: '/healthz'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
  }

  // Upload by whoever Azure lets, not by a password.
  resource withoutPassword 'basicPublishingCredentialsPolicies' = [for way in ['ftp', 'scm']: {
    name: way
    properties: { allow: false }
  }]

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      NODE_ENV: 'production'
      MicrosoftAppType: 'UserAssignedMSI'
      MicrosoftAppId: identity.properties.clientId
      MicrosoftAppTenantId: identity.properties.tenantId
      ALLOWED_TENANTS: allowedTenants
      HELPDESK_CONTACT: helpdeskContact
      STATE_URL: 'rediss://:${uriComponent(state.listKeys().primaryKey)}@${redis.properties.hostName}:10000/0'
      // The package is mounted as it was uploaded: nothing is built or changed there.
      WEBSITE_RUN_FROM_PACKAGE: '1'
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
    }
  }
}

// Microsoft 365 Agents Toolkit keeps these as variables; the manifest and m365agents.yml use them.
output BOT_ID string = identity.properties.clientId
output BOT_DOMAIN string = app.properties.defaultHostName
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = app.id
