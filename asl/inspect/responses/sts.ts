// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const sts = String.raw`
assumeRole: Credentials Credentials, AssumedRoleUser AssumedRoleUser, PackedPolicySize number(0..), SourceIdentity string(2..64)
assumeRoleWithSAML: Credentials Credentials, AssumedRoleUser AssumedRoleUser, PackedPolicySize number(0..), Subject string, SubjectType string, Issuer string, Audience string, NameQualifier string, SourceIdentity string(2..64)
assumeRoleWithWebIdentity: Credentials Credentials, SubjectFromWebIdentityToken string(6..255), AssumedRoleUser AssumedRoleUser, PackedPolicySize number(0..), Provider string, Audience string, SourceIdentity string(2..64)
assumeRoot: Credentials Credentials, SourceIdentity string(2..64)
decodeAuthorizationMessage: DecodedMessage string
getAccessKeyInfo: Account string
getCallerIdentity: UserId string, Account string, Arn string(20..2048)
getDelegatedAccessToken: Credentials Credentials, PackedPolicySize number(0..), AssumedPrincipal string(20..2048)
getFederationToken: Credentials Credentials, FederatedUser FederatedUser, PackedPolicySize number(0..)
getSessionToken: Credentials Credentials
getWebIdentityToken: WebIdentityToken string, Expiration time
Credentials: AccessKeyId! string(16..128), SecretAccessKey! string, SessionToken! string, Expiration! time
AssumedRoleUser: AssumedRoleId! string(2..193), Arn! string(20..2048)
FederatedUser: FederatedUserId! string(2..193), Arn! string(20..2048)
`
