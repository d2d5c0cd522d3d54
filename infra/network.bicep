// What the bot may reach: web servers, whose certificates it checks, Microsoft's services, and Redis. Nothing else.

param resourceBaseName string
param location string

resource rules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${resourceBaseName}-outbound'
  location: location
  properties: {
    securityRules: [
      {
        name: 'https'
        properties: {
          description: 'Servers to check, Azure Bot Service, Teams, Microsoft Entra'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Internet'
          destinationPortRange: '443'
        }
      }
      {
        name: 'certificates-of-issuers'
        properties: {
          description: 'Issuers that a server does not send are fetched by plain HTTP, as RFC 5280 has it'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Internet'
          destinationPortRange: '80'
        }
      }
      {
        name: 'redis'
        properties: {
          priority: 120
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'AzureCloud'
          destinationPortRange: '10000'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${resourceBaseName}-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/24'] }
    subnets: [
      {
        name: 'bot'
        properties: {
          addressPrefix: '10.20.0.0/26'
          defaultOutboundAccess: true
          networkSecurityGroup: { id: rules.id }
          delegations: [
            {
              name: 'app-service'
              properties: { serviceName: 'Microsoft.Web/serverFarms' }
            }
          ]
        }
      }
    ]
  }
}

output subnetId string = network.properties.subnets[0].id
