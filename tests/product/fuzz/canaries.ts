/** Values that must not come out again. No two have eleven characters in common, and nothing else has them. */
export const CANARIES = {
  appSecret: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
  accessToken: '73_tokencanaryTOKENCANARYtokencanaryTOKENCANARY',
  phoneCode: 'c0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0de',
  loginCode: '0loginCANARYloginCANARYloginCANA',
  sessionKey: 'c2Vzc2lvbmNhbmFyeQ==',
  phoneNumber: '13912345678',
  encryptedData: 'ZW5jcnlwdGVkY2FuYXJ5ZW5jcnlwdGVkY2FuYXJ5',
} as const
