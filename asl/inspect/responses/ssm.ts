// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const ssm = String.raw`
deleteParameter: 
getParameter: Parameter Parameter
getParameters: Parameters [Parameter], InvalidParameters [string(1..2048)]
getParametersByPath: Parameters [Parameter], NextToken string
putParameter: Version number, Tier <Standard|Advanced|Intelligent-Tiering>
Parameter: Name string(1..2048), Type <String|StringList|SecureString>, Value string, Version number, Selector string(0..128), SourceResult string, LastModifiedDate time, ARN string, DataType string(0..128)
`
