/** What `Get-OutlookProvider` prints where EXPR holds this name. */
export const providers = (principal: string) => `
[PS] C:\\>Get-OutlookProvider

Name Server CertPrincipalName              TTL
---- ------ -----------------              ---
EXCH                                       1
EXPR        ${principal.padEnd(30)} 1
WEB                                        1
`;
